// SPDX-License-Identifier: Apache-2.0
// An entry that would be booked, in words: where from, where to, how much, when. Masses stay
// decimal texts: shifting the point is exact where arithmetic in floating point is not.
import type { ImportDraft, ImportDraftLine } from '../../api/types';
import type { Language } from '../../i18n/messages';

const grouped = /\B(?=(\d{3})+$)/g;

/** A decimal text with its point moved three places; positive = to the left (kg → t). */
export function shifted(value: string, places: 3 | -3): string {
  const sign = value.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = value.replace(/^[-+]/, '').split('.');
  const digits =
    places === 3
      ? [whole.padStart(4, '0').slice(0, -3), whole.padStart(4, '0').slice(-3) + fraction]
      : [whole + fraction.padEnd(3, '0').slice(0, 3), fraction.slice(3)];
  const head = (digits[0] ?? '').replace(/^0+(?=\d)/, '');
  const tail = (digits[1] ?? '').replace(/0+$/, '');
  return sign + head + (tail ? `.${tail}` : '');
}

/** "-1234.50" → "-1,234.50", with the sign that print uses. */
export function grouped_number(value: string): string {
  const [whole = '', fraction] = value.split('.');
  const text = whole.replace(grouped, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return text.replace(/^-/, '−');
}

/** A mass as a clerk writes it: below one tonne in kg, else in t. */
export function mass_text(value: string, unit: string): string {
  if (unit !== 'kg' && unit !== 't') return `${grouped_number(value)} ${unit}`;
  const kilograms = unit === 'kg' ? value : shifted(value, -3);
  const whole = kilograms.replace(/^[-+]/, '').split('.')[0] ?? '';
  return whole.replace(/^0+/, '').length > 3
    ? `${grouped_number(shifted(kilograms, 3))} t`
    : `${grouped_number(shifted(shifted(kilograms, 3), -3))} kg`;
}

export function magnitude(value: string): string {
  return value.replace(/^[-+]/, '');
}

export type Side = { name: string; lot: string; material: string; mass: string };
export type Movement = {
  from: Side[];
  to: Side[];
  mass: string | null; // one mass for the whole, where one line faces one line
  materials: string[];
};

function side_of(line: ImportDraftLine): Side {
  return {
    name: line.site_name || line.site,
    lot: line.lot,
    material: line.material_name || line.material,
    mass: mass_text(magnitude(line.mass), line.unit),
  };
}

export function movement_of(draft: ImportDraft): Movement {
  const from = draft.lines.filter((line) => line.mass.startsWith('-')).map(side_of);
  const to = draft.lines.filter((line) => !line.mass.startsWith('-')).map(side_of);
  const simple = from.length === 1 && to.length === 1;
  return {
    from,
    to,
    mass: simple ? (to[0]?.mass ?? null) : null,
    materials: [...new Set([...from, ...to].map((side) => side.material))],
  };
}

const tokyo = { timeZone: 'Asia/Tokyo' } as const;
const day_formats: Record<Language, Intl.DateTimeFormat> = {
  ja: new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { ...tokyo, dateStyle: 'long' }),
  en: new Intl.DateTimeFormat('en-GB', { ...tokyo, dateStyle: 'medium' }),
};
const iso_format = new Intl.DateTimeFormat('sv-SE', { ...tokyo, dateStyle: 'short' });

/** The day of an instant in Japan, as it is spoken and as it is sorted. */
export function day_texts(language: Language, instant: string): { spoken: string; iso: string } {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return { spoken: instant, iso: '' };
  return { spoken: day_formats[language].format(date), iso: iso_format.format(date) };
}

/** The days of a half-open interval; `until` only where it is another day. */
export function draft_days(language: Language, draft: ImportDraft) {
  const from = day_texts(language, draft.event_from);
  const last = new Date(new Date(draft.event_until).getTime() - 1);
  if (Number.isNaN(last.getTime())) return { from, until: null };
  const until = day_texts(language, last.toISOString());
  return { from, until: until.iso > from.iso ? until : null };
}

/** Bytes as file managers show them. */
export function size_text(language: Language, bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  let step = 0;
  let size = bytes;
  for (; size >= 1000 && step < units.length - 1; step++) size /= 1000;
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short', // "364 byte" is no English and no Japanese
    maximumFractionDigits: size < 10 && step > 0 ? 1 : 0,
  }).format(size);
}
