// SPDX-License-Identifier: Apache-2.0
// Bytes as texts and back, strictly: one text for the same bytes.

export type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();

export function bytes_of(text: string): Bytes {
  return Uint8Array.from(utf8.encode(text));
}

/** Whether it can be written in UTF-8: no half of a pair of code units stands alone. */
export function is_well_formed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function same_bytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function to_hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Of so many bytes, in small letters. */
export function from_hex(text: string, size: number): Bytes | null {
  if (text.length !== 2 * size || !/^[0-9a-f]*$/.test(text)) return null;
  return Uint8Array.from({ length: size }, (_, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  );
}

export function to_base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export function from_base64(text: string): Bytes | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  // Bits of the last digit that no byte uses must be zero.
  return to_base64(bytes) === text ? bytes : null;
}

export function big_endian_32(number: number): Bytes {
  return Uint8Array.of(number >>> 24, number >>> 16, number >>> 8, number);
}

export function big_endian_64(number: bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, number);
  return bytes;
}

export async function sha256(...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(...parts)));
}
