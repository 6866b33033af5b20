// SPDX-License-Identifier: Apache-2.0
// What is asked of a calculation, as the address says it: place, period, sample, each input as
// i=<id>=<text>, the rows of lists as JSON in r= while they are few, and how often to draw from
// ranges.

/** A row as it is sent: its name under "row", and the texts of its cells by column. */
export type SentRow = Record<string, string>;
export type Rows = Record<string, SentRow[]>;

/** Longer than this, rows stay in the page: addresses are cut by mail programs and servers. */
const rows_limit = 2000;

/** The inputs of the address by id; the last of one id counts. */
export function inputs_of(fields: readonly string[]): Map<string, string> {
  const inputs = new Map<string, string>();
  for (const field of fields) {
    const sign = field.indexOf('=');
    if (sign <= 0) continue;
    const text = field.slice(sign + 1).trim();
    if (text === '') inputs.delete(field.slice(0, sign));
    else inputs.set(field.slice(0, sign), text);
  }
  return inputs;
}

/** The fields with some texts changed; an empty one leaves, so that its default comes back. */
export function with_inputs(
  fields: readonly string[],
  changes: Readonly<Record<string, string>>,
): string[] {
  const inputs = inputs_of(fields);
  for (const [id, text] of Object.entries(changes)) {
    if (text.trim() === '') inputs.delete(id);
    else inputs.set(id, text.trim());
  }
  return [...inputs].map(([id, text]) => `${id}=${text}`);
}

/** Without lists that have no rows. */
export function filled(rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([, list]) => list.length > 0));
}

/** '' where there are no rows; null where they are too many for an address. */
export function rows_field(rows: Rows): string | null {
  const kept = filled(rows);
  if (Object.keys(kept).length === 0) return '';
  const text = JSON.stringify(kept);
  return encodeURIComponent(text).length <= rows_limit ? text : null;
}

function is_row(value: unknown): value is SentRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((cell) => typeof cell === 'string');
}

/** What rows_field wrote; nothing where somebody has spoilt it. */
export function rows_of(text: string): Rows {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    const lists = Object.entries(value).filter(
      (entry): entry is [string, SentRow[]] => Array.isArray(entry[1]) && entry[1].every(is_row),
    );
    return filled(Object.fromEntries(lists));
  } catch {
    return {};
  }
}

export type Question = {
  place: string;
  book: string; // where no place is asked about
  period: string;
  sample: boolean;
  inputs: string[];
  rows: Rows;
  draws: number; // 0: none
  seed: string;
};

/** A whole number of the address; 0 for anything else. */
export function whole_number(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** The body of the request; what is not said is left out. */
export function request_body(question: Question): object {
  const { place, book, period, sample, inputs, rows, draws, seed } = question;
  const kept = filled(rows);
  const is_asked = place !== '' || book !== '';
  return {
    ...(inputs.length > 0 && { inputs }),
    ...(Object.keys(kept).length > 0 && { rows: kept }),
    ...(place !== '' && { place }),
    ...(place === '' && book !== '' && { book }),
    ...(is_asked && period !== '' && { period }),
    ...(sample && { sample }),
    ...(draws > 0 && { draws }),
    ...(draws > 0 && seed !== '' && { seed: whole_number(seed) }),
  };
}
