// SPDX-License-Identifier: Apache-2.0

/** A text as a search compares it: without case, and with full-width letters as plain ones. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether every word of the query stands in one of the texts. */
export function matches(query: string, texts: readonly string[]): boolean {
  const all = fold(texts.join('\n'));
  return fold(query)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
