// SPDX-License-Identifier: Apache-2.0
// Whether a claim document holds, by a public key: the same questions in the same order as the
// engine's (src/claim/claim_document.h), so that both always say the same.
import { big_endian_32, bytes_of, same_bytes, sha256, to_hex, type Bytes } from './bytes';
import { canonical_json } from './canonical_json';
import { claim_form, read_document, shown, type ReadDocument } from './claim_document';
import { lanes_of_contents, milligrams, sum_of_masses } from './masses';
import { claim_members, type ClaimMember } from './member_names';
import { quota_content, quota_fault, read_quota, same_lanes, type Quota } from './quota';
import {
  checkpoint_fault,
  parse_verifier,
  verified_text,
  type NoteFault,
  type NoteVerifier,
} from './signed_note';
import { JsonFault, parse_strict, type Json } from './strict_json';

export const check_ids = [
  'document',
  'key',
  'signature',
  'members',
  'masses',
  'checkpoint',
  'quota',
] as const;
export type CheckId = (typeof check_ids)[number];
export type Fault = {
  /** As the engine calls it. */
  code: string;
  /** Whether the document does not hold, or is none at all: the two that the engine answers. */
  kind: 'findings' | 'invalid_input';
  member?: ClaimMember;
  detail?: string;
};
export type Check = {
  id: CheckId;
  state: 'holds' | 'fails' | 'withheld' | 'not_reached';
};
export type Verdict = {
  fault: Fault | null;
  checks: Check[];
  key_name: string;
  shown: { name: ClaimMember; value: Json }[];
  withheld: ClaimMember[];
};

type Outcome = Fault | 'holds' | 'withheld';

const finding = (code: string, member?: ClaimMember): Fault => ({
  code,
  kind: 'findings',
  ...(member ? { member } : {}),
});
const invalid = (code: string, detail?: string): Fault => ({
  code,
  kind: 'invalid_input',
  ...(detail ? { detail } : {}),
});
const inconsistent = (member: ClaimMember) => finding('claim.document_inconsistent', member);

function fault_of_note(fault: NoteFault): Fault {
  const code = `seal.${fault}`;
  return fault.endsWith('malformed') ? invalid(code) : finding(code);
}

async function leaf_of(member: ReadDocument['members'][number]): Promise<Bytes | null> {
  if ('leaf' in member) return member.leaf;
  const text = canonical_json(member.value);
  if (text === null) return null;
  const tag = big_endian_32(claim_members.indexOf(member.name) + 1);
  return sha256(Uint8Array.of(0), member.salt, tag, bytes_of(text));
}

async function check_root(document: ReadDocument, signed: string): Promise<Outcome> {
  const leaves: Bytes[] = [];
  for (const member of document.members) {
    const leaf = await leaf_of(member);
    if (!leaf) return invalid('wire.canonical_json_not_whole');
    leaves.push(leaf);
  }
  const root = to_hex(await sha256(Uint8Array.of(2), ...leaves));
  const text = `{"form":"${claim_form}","members":${leaves.length},"root":"${root}"}\n`;
  return text === signed ? 'holds' : finding('claim.document_changed');
}

function check_masses(document: ReadDocument): Outcome {
  const contents = shown(document, 'contents');
  if (contents === undefined) return 'withheld';
  const claimed = sum_of_masses(contents);
  if (claimed === null || !lanes_of_contents(contents)) return inconsistent('contents');
  const said = shown(document, 'mass');
  if (said !== undefined) {
    const mass = typeof said === 'string' ? milligrams(said) : null;
    if (mass === null || claimed > mass) return inconsistent('mass');
  }
  for (const part of ['assurance', 'routes'] as const) {
    const masses = shown(document, part);
    if (masses !== undefined && sum_of_masses(masses) !== claimed) return inconsistent(part);
  }
  return 'holds';
}

async function check_checkpoint(document: ReadDocument, verifier: NoteVerifier): Promise<Outcome> {
  const note = shown(document, 'checkpoint');
  if (note === undefined) return 'withheld';
  if (typeof note !== 'string') return inconsistent('checkpoint');
  const fault = await checkpoint_fault(note, verifier);
  return fault ? fault_of_note(fault) : 'holds';
}

async function is_of_claim(quota: Quota, document: ReadDocument): Promise<boolean> {
  const issuer = shown(document, 'issuer');
  const claim = shown(document, 'claim');
  const book = issuer instanceof Map ? issuer.get('book') : undefined;
  if (typeof book === 'string' && typeof claim === 'string') {
    const content = await quota_content(quota.salt, `${book}/${claim}`);
    if (!same_bytes(content, quota.leaf.hash)) return false;
  }
  const contents = shown(document, 'contents');
  if (contents === undefined) return true;
  const lanes = lanes_of_contents(contents);
  return lanes !== null && same_lanes(lanes, quota.leaf.sums);
}

async function check_quota(document: ReadDocument): Promise<Outcome> {
  const said = shown(document, 'quota');
  if (said === undefined) return 'withheld';
  const quota = read_quota(said);
  if (!quota) return inconsistent('quota');
  const fault = await quota_fault(quota);
  if (fault === 'exceeded') return finding('claim.document_quota_exceeded');
  if (fault || !(await is_of_claim(quota, document)))
    return finding('claim.document_quota_without_claim');
  return 'holds';
}

function parsed(text: string): ReadDocument | Fault {
  try {
    const document = read_document(parse_strict(text));
    return 'wrong' in document ? invalid('claim.not_a_document', document.wrong) : document;
  } catch (error) {
    if (error instanceof JsonFault) return invalid('wire.json_malformed');
    throw error;
  }
}

/** Collects what each check said, and stops at the first that fails. */
class Checks {
  fault: Fault | null = null;
  readonly #states = new Map<CheckId, Check['state']>();

  async run(id: CheckId, check: () => Promise<Outcome> | Outcome): Promise<void> {
    if (this.fault) return;
    const outcome = await check();
    this.#states.set(id, typeof outcome === 'string' ? outcome : 'fails');
    if (typeof outcome !== 'string') this.fault = outcome;
  }

  list(): Check[] {
    return check_ids.map((id) => ({ id, state: this.#states.get(id) ?? 'not_reached' }));
  }
}

/** Needs can_verify(). */
export async function verify_claim(text: string, key: string): Promise<Verdict> {
  const checks = new Checks();
  const document = parsed(text);
  const verifier = await parse_verifier(key);
  await checks.run('document', () => ('code' in document ? document : 'holds'));
  await checks.run('key', () => (verifier ? 'holds' : invalid('seal.key_malformed')));
  let signed = '';
  if (!('code' in document) && verifier) {
    await checks.run('signature', async () => {
      const verified = await verified_text(document.note, verifier);
      if ('fault' in verified) return fault_of_note(verified.fault);
      signed = verified.text;
      return 'holds';
    });
    await checks.run('members', () => check_root(document, signed));
    await checks.run('masses', () => check_masses(document));
    await checks.run('checkpoint', () => check_checkpoint(document, verifier));
    await checks.run('quota', () => check_quota(document));
  }
  const members = 'code' in document ? [] : document.members;
  return {
    fault: checks.fault,
    checks: checks.list(),
    key_name: verifier?.name ?? '',
    shown: members.flatMap((each) =>
      'value' in each ? [{ name: each.name, value: each.value }] : [],
    ),
    withheld: members.flatMap((each) => ('leaf' in each ? [each.name] : [])),
  };
}
