// SPDX-License-Identifier: Apache-2.0

/** A book's id stands in addresses and in the names of its shipments: latin, short, no slash. */
export function is_book_id(id: string): boolean {
  return /^[a-z0-9][a-z0-9._-]{0,63}$/.test(id);
}

/** An id made of the name, where the name has latin letters enough; else the writer chooses. */
export function suggested_id(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
}
