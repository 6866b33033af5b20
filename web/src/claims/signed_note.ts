// SPDX-License-Identifier: Apache-2.0
// Signed notes and the checkpoints in them (docs/formats/log.md), verified with WebCrypto.
import {
  bytes_of,
  from_base64,
  from_hex,
  is_well_formed,
  same_bytes,
  sha256,
  type Bytes,
} from './bytes';

export type NoteVerifier = { name: string; id: Bytes; key: Bytes };
export type NoteFault =
  | 'note_malformed'
  | 'note_not_signed'
  | 'signature_wrong'
  | 'checkpoint_malformed'
  | 'checkpoint_of_another_log';
type Signature = { name: string; id: Bytes; bytes: Bytes };

const note_bytes_max = 1_000_000;
const signatures_max = 100;
const ed25519_kind = 1;

/** RFC 8032, 7.1, test 1: a browser that cannot read this key knows no Ed25519. */
const known_key = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';

/** Whether this browser verifies by itself: pages that came over plain HTTP may not. */
export async function can_verify(): Promise<boolean> {
  try {
    const key = from_hex(known_key, 32);
    if (!key) return false;
    await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return true;
  } catch {
    return false;
  }
}

async function is_signed_by(key: Bytes, text: string, signature: Bytes): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, signature, bytes_of(text));
  } catch {
    return false; // bytes that are no point of the curve
  }
}

const white_space =
  /[\u0000-\u0020\u007f+\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;

function is_key_name(name: string): boolean {
  return name !== '' && is_well_formed(name) && !white_space.test(name);
}

/** A public key, as it is handed out: name+id+base64. Its id must be that of name and key. */
export async function parse_verifier(text: string): Promise<NoteVerifier | null> {
  const [name = '', id = '', ...rest] = text.split('+');
  const bytes = from_base64(rest.join('+'));
  if (!is_key_name(name) || bytes?.length !== 33 || bytes[0] !== ed25519_kind) return null;
  const key = bytes.slice(1);
  const hash = await sha256(bytes_of(`${name}\n`), Uint8Array.of(ed25519_kind), key);
  const said = from_hex(id, 4);
  if (!said || !same_bytes(said, hash.slice(0, 4))) return null;
  return { name, id: said, key };
}

function is_note_text(text: string): boolean {
  return (
    text.endsWith('\n') &&
    is_well_formed(text) &&
    !/[\u0000-\u0009\u000b-\u001f]/.test(text) &&
    bytes_of(text).length <= note_bytes_max
  );
}

function signature_of(line: string): Signature | null {
  const mark = '— ';
  const space = line.indexOf(' ', mark.length);
  if (!line.startsWith(mark) || space < 0) return null;
  const name = line.slice(mark.length, space);
  const bytes = from_base64(line.slice(space + 1));
  if (!is_key_name(name) || !bytes || bytes.length <= 4) return null;
  return { name, id: bytes.slice(0, 4), bytes: bytes.slice(4) };
}

function parse_note(note: string): { text: string; signatures: Signature[] } | null {
  const gap = note.lastIndexOf('\n\n');
  if (!is_note_text(note) || gap < 0) return null;
  const lines = note
    .slice(gap + 2)
    .split('\n')
    .slice(0, -1);
  const signatures = lines.map(signature_of);
  if (signatures.length === 0 || signatures.length > signatures_max) return null;
  const read = signatures.filter((each) => each !== null);
  if (read.length !== signatures.length) return null;
  return { text: note.slice(0, gap + 1), signatures: read };
}

/** The text, if this key signed it. A line of the key that does not verify spoils the whole. */
export async function verified_text(
  note: string,
  verifier: NoteVerifier,
): Promise<{ text: string } | { fault: NoteFault }> {
  const read = parse_note(note);
  if (!read) return { fault: 'note_malformed' };
  const own = read.signatures.filter(
    ({ name, id }) => name === verifier.name && same_bytes(id, verifier.id),
  );
  for (const { bytes } of own) {
    const holds = bytes.length === 64 && (await is_signed_by(verifier.key, read.text, bytes));
    if (!holds) return { fault: 'signature_wrong' };
  }
  return own.length > 0 ? { text: read.text } : { fault: 'note_not_signed' };
}

/** Why it is no checkpoint of this key's log; nothing if it is. */
export async function checkpoint_fault(
  note: string,
  verifier: NoteVerifier,
): Promise<NoteFault | null> {
  const verified = await verified_text(note, verifier);
  if ('fault' in verified) return verified.fault;
  const lines = verified.text.split('\n').slice(0, -1);
  const [origin, size, root] = lines;
  if (lines.includes('') || root === undefined || size === undefined) return 'checkpoint_malformed';
  const is_size = /^(0|[1-9]\d{0,19})$/.test(size) && BigInt(size) < 1n << 64n;
  if (!is_size || from_base64(root)?.length !== 32) return 'checkpoint_malformed';
  return origin === verifier.name ? null : 'checkpoint_of_another_log';
}
