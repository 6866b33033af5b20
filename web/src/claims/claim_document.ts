// SPDX-License-Identifier: Apache-2.0
// Reads a claim document; nothing of it is verified here.
import { from_hex, type Bytes } from './bytes';
import { claim_members, is_claim_member, type ClaimMember } from './member_names';
import type { Json } from './strict_json';

export const claim_form = 'meguri-claim/1';

export type ReadMember =
  | { name: ClaimMember; value: Json; salt: Bytes }
  | { name: ClaimMember; leaf: Bytes };
export type ReadDocument = { members: ReadMember[]; note: string };

function read_member(value: Json): ReadMember | null {
  if (!(value instanceof Map)) return null;
  const name = value.get('name');
  if (typeof name !== 'string' || !is_claim_member(name)) return null;
  const leaf = value.get('leaf');
  if (typeof leaf === 'string') {
    const digest = from_hex(leaf, 32);
    return digest && value.size === 2 ? { name, leaf: digest } : null;
  }
  const said = value.get('value');
  const salt = value.get('salt');
  const bytes = typeof salt === 'string' ? from_hex(salt, 16) : null;
  if (said === undefined || !bytes || value.size !== 3) return null;
  return { name, value: said, salt: bytes };
}

/** The document, or the part of it that is wrong. */
export function read_document(value: Json): ReadDocument | { wrong: string } {
  if (!(value instanceof Map) || value.size !== 3) return { wrong: '{}' };
  if (value.get('form') !== claim_form) return { wrong: 'form' };
  const note = value.get('note');
  const said = value.get('members');
  if (typeof note !== 'string') return { wrong: 'note' };
  if (!Array.isArray(said)) return { wrong: 'members' };
  const members: ReadMember[] = [];
  let last = -1;
  for (const each of said) {
    const member = read_member(each);
    const place = member ? claim_members.indexOf(member.name) : -1;
    if (!member || place <= last) return { wrong: `members[${members.length}]` };
    last = place;
    members.push(member);
  }
  return members.length > 0 ? { members, note } : { wrong: 'members' };
}

/** The value of a member that is shown. */
export function shown(document: ReadDocument, name: ClaimMember): Json | undefined {
  const member = document.members.find((each) => each.name === name);
  return member && 'value' in member ? member.value : undefined;
}
