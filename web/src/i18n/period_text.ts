// SPDX-License-Identifier: Apache-2.0
// Periods as the engine writes them (FY2024, CY2022, FY2019/FY2023, 2025-04, all), in words.
import type { Language, Translate } from './messages';

/** The Japanese year a fiscal year is called by: 2019 is 令和元年度, though it began in 平成. */
function japanese_year(year: number): string {
  return new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { era: 'long', year: 'numeric' }).format(
    new Date(year, 4, 1),
  );
}

export function period_text(language: Language, t: Translate, period: string): string {
  const range = period.split('/');
  if (range.length === 2) {
    const ends = range.map((end) => period_text(language, t, end));
    return ends.join(language === 'ja' ? '〜' : '–');
  }
  const year = /^(FY|CY)(\d{4})$/.exec(period);
  if (year) {
    const number = Number(year[2]);
    if (language === 'en') return year[1] === 'FY' ? `FY${number}` : String(number);
    return year[1] === 'FY' ? `${number}年度（${japanese_year(number)}度）` : `${number}年`;
  }
  if (/^\d{4}-\d\d$/.test(period)) {
    return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
      year: 'numeric',
      month: 'long',
    }).format(new Date(`${period}-01T00:00:00`));
  }
  return period === 'all' ? t('web.period.all') : period;
}
