// SPDX-License-Identifier: Apache-2.0
// The one text of a value that is hashed and signed (RFC 8785), for values with whole numbers only.
import type { Json } from './strict_json';

const largest_whole = BigInt(Number.MAX_SAFE_INTEGER);

/** Nothing for a number that readers do not agree on. */
export function canonical_json(value: Json): string | null {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return null;
  if (typeof value === 'bigint') {
    return value > largest_whole || value < -largest_whole ? null : String(value);
  }
  const parts: string[] = [];
  if (Array.isArray(value)) {
    for (const each of value) {
      const text = canonical_json(each);
      if (text === null) return null;
      parts.push(text);
    }
    return `[${parts.join(',')}]`;
  }
  // Strings compare by their UTF-16 code units, which is the order that is asked for.
  for (const key of [...value.keys()].sort()) {
    const text = canonical_json(value.get(key) ?? null);
    if (text === null) return null;
    parts.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${parts.join(',')}}`;
}
