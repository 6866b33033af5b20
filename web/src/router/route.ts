// SPDX-License-Identifier: Apache-2.0
// Which page an address names. Pure, so that it can be tested without a browser.

export type Route =
  | { page: 'home' }
  | { page: 'diagnosis'; place: string }
  | { page: 'flows' }
  | { page: 'sources' }
  | { page: 'books' }
  | { page: 'book'; book: string }
  | { page: 'entry'; book: string; sequence: number }
  | { page: 'statement'; book: string }
  | { page: 'trace'; book: string }
  | { page: 'new_entry'; book: string }
  | { page: 'claims'; book: string }
  | { page: 'claim'; book: string; claim: string }
  | { page: 'certificates'; book: string }
  | { page: 'verify' }
  | { page: 'import' }
  | { page: 'programmes' }
  | { page: 'calculations' }
  | { page: 'rules' }
  | { page: 'calculation'; calculation: string }
  | { page: 'about' }
  | { page: 'missing' };

const single_pages = [
  'flows',
  'sources',
  'import',
  'programmes',
  'calculations',
  'rules',
  'verify',
  'about',
] as const;
type SinglePage = (typeof single_pages)[number];

function is_single(name: string): name is SinglePage {
  return (single_pages as readonly string[]).includes(name);
}

export function route_of(path: string): Route {
  let parts: string[];
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return { page: 'missing' };
  }
  const [first, second] = parts;
  if (first === undefined) return { page: 'home' };
  if (first === 'places' && second !== undefined && parts.length === 2) {
    return { page: 'diagnosis', place: second };
  }
  if (first === 'calculations' && second !== undefined && parts.length === 2) {
    return { page: 'calculation', calculation: second };
  }
  if (first === 'books') return route_in_books(parts.slice(1));
  if (parts.length === 1 && is_single(first)) return { page: first };
  return { page: 'missing' };
}

function route_in_books([book, part, item, ...rest]: string[]): Route {
  if (book === undefined) return { page: 'books' };
  if (part === undefined) return { page: 'book', book };
  if (part === 'entries' && item !== undefined && /^[1-9]\d{0,14}$/.test(item) && !rest.length) {
    return { page: 'entry', book, sequence: Number(item) };
  }
  if (part === 'statement' && item === undefined) return { page: 'statement', book };
  if (part === 'trace' && item === undefined) return { page: 'trace', book };
  if (part === 'new' && item === undefined) return { page: 'new_entry', book };
  if (part === 'claims' && item === undefined) return { page: 'claims', book };
  if (part === 'claims' && item !== undefined && !rest.length) {
    return { page: 'claim', book, claim: item };
  }
  if (part === 'certificates' && item === undefined) return { page: 'certificates', book };
  return { page: 'missing' };
}

export type QueryPatch = Record<string, string | number | readonly string[] | null | undefined>;

/**
 * The query with some fields changed; null or an empty text takes a field away, a list repeats it.
 * Fields keep their order, so that the same state has the same address.
 */
export function patched(query: URLSearchParams, patch: QueryPatch): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === '') {
      next.delete(name);
    } else if (Array.isArray(value)) {
      next.delete(name);
      for (const item of value) next.append(name, item);
    } else {
      next.set(name, String(value));
    }
  }
  return next;
}

export function address_text(path: string, query: URLSearchParams): string {
  // Colons and slashes are allowed in a query; leaving them makes evidence handles readable.
  const text = query
    .toString()
    .replaceAll('%3A', ':')
    .replaceAll('%2F', '/')
    .replaceAll('%40', '@');
  return text ? `${path}?${text}` : path;
}
