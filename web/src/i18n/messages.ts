// SPDX-License-Identifier: Apache-2.0
// The words of the screen: messages/<language>/web*.json, one language loaded at a time.
import type english from '@messages/en/web.json';
import type calculate from '@messages/en/web_calculate.json';
import type claim from '@messages/en/web_claim.json';
import type imports from '@messages/en/web_import.json';
import type ledger from '@messages/en/web_ledger.json';

export type MessageId =
  | keyof typeof english
  | keyof typeof calculate
  | keyof typeof claim
  | keyof typeof imports
  | keyof typeof ledger;
export type Language = 'ja' | 'en';
export type Arguments = Record<string, string | number>;
export type Translate = (id: MessageId, args?: Arguments) => string;

type Catalogue = { default: Record<string, string> };
const catalogues: Record<Language, (() => Promise<Catalogue>)[]> = {
  ja: [
    () => import('@messages/ja/web.json'),
    () => import('@messages/ja/web_calculate.json'),
    () => import('@messages/ja/web_claim.json'),
    () => import('@messages/ja/web_import.json'),
    () => import('@messages/ja/web_ledger.json'),
  ],
  en: [
    () => import('@messages/en/web.json'),
    () => import('@messages/en/web_calculate.json'),
    () => import('@messages/en/web_claim.json'),
    () => import('@messages/en/web_import.json'),
    () => import('@messages/en/web_ledger.json'),
  ],
};

/** The language of the address, else the first one of the browser that we speak. */
export function language_of(asked: string, preferred: readonly string[]): Language {
  if (asked === 'ja' || asked === 'en') return asked;
  for (const tag of preferred) {
    if (tag.startsWith('ja')) return 'ja';
    if (tag.startsWith('en')) return 'en';
  }
  return 'ja';
}

export function fill(text: string, args: Arguments): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

export async function load_messages(language: Language): Promise<Translate> {
  const parts = await Promise.all(catalogues[language].map((load) => load()));
  const catalogue: Record<string, string> = Object.assign({}, ...parts.map((part) => part.default));
  return (id, args = {}) => fill(catalogue[id] ?? id, args);
}

const numbers: Record<Language, Intl.NumberFormat> = {
  ja: new Intl.NumberFormat('ja-JP'),
  en: new Intl.NumberFormat('en-GB'),
};

/** Counts of rows and the like; figures come formatted from the engine. */
export function count_text(language: Language, count: number): string {
  return numbers[language].format(count);
}

/** An instant in the time of Japan, where the books are kept. */
export function instant_text(language: Language, instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP-u-ca-gregory' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  }).format(date);
}

/** The day of an instant, in Japan. */
export function day_text(language: Language, instant: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP-u-ca-gregory' : 'en-GB', {
    dateStyle: 'medium',
    timeZone: 'Asia/Tokyo',
  }).format(date);
}

/** The days an event covers, from its half-open interval. */
export function days_text(language: Language, from: string, until: string): string {
  const format = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP-u-ca-gregory' : 'en-GB', {
    dateStyle: 'medium',
    timeZone: 'Asia/Tokyo',
  });
  const first = new Date(from);
  const last = new Date(new Date(until).getTime() - 1);
  if (Number.isNaN(first.getTime())) return from;
  if (Number.isNaN(last.getTime()) || last <= first) return format.format(first);
  return format.formatRange(first, last);
}
