// SPDX-License-Identifier: Apache-2.0
// Which page an address names. Pure, so that it can be tested without a browser.

export type Route =
  | { page: 'home' }
  | { page: 'diagnosis'; place: string }
  | { page: 'flows' }
  | { page: 'sources' }
  | { page: 'books'; book: string | null }
  | { page: 'about' }
  | { page: 'missing' };

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
  if (first === 'books' && parts.length <= 2) return { page: 'books', book: second ?? null };
  if (parts.length === 1 && (first === 'flows' || first === 'sources' || first === 'about')) {
    return { page: first };
  }
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
