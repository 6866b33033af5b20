// SPDX-License-Identifier: Apache-2.0
// The browser says what the engine says. testdata/verdicts.json holds the engine's words; with
// MEGURI_SERVER=http://… they are asked anew from that server, and written.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import claim_words from '@messages/en/claim.json';
import seal_words from '@messages/en/seal.json';
import wire_words from '@messages/en/wire.json';
import { from_base64, from_hex } from './bytes';
import { sides_of } from './quota';
import { can_verify } from './signed_note';
import { cases, type Case } from './testdata/cases';
import issued from './testdata/issued.json';
import { verify_claim, type Fault } from './verify_claim';

const server = process.env['MEGURI_SERVER'];
const file = new URL('./testdata/verdicts.json', import.meta.url);

async function asked({ document, key }: Case): Promise<string> {
  const response = await fetch(`${server}/api/v1/claim-verifications?lang=en`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ document, key }),
  });
  if (response.ok) return 'holds';
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return `${code} ${meant_by(detail)}`;
}

/** The message that reads like this, and the member that it names. */
function meant_by(detail: string): string {
  const words = Object.entries({ ...claim_words, ...seal_words, ...wire_words });
  for (const [id, template] of words) {
    const parts = template.split(/\{\w+\}/).map((part) => part.replace(/\W/g, '\\$&'));
    const found = new RegExp(`^${parts.join('(.+)')}$`).exec(detail);
    if (!found) continue;
    if (id === 'claim.document_inconsistent' || id === 'claim.not_a_document')
      return `${id} ${found[1]}`;
    return id.startsWith('wire.json_') ? 'wire.json_malformed' : id;
  }
  return detail;
}

const own_words = ({ code, kind, member, detail }: Fault) =>
  [kind, code, member ?? detail].filter(Boolean).join(' ');

describe('verify_claim', () => {
  it('says of every document what the engine says', async () => {
    const said: Record<string, string> = server ? {} : JSON.parse(readFileSync(file, 'utf8'));
    const own: Record<string, string> = {};
    for (const each of await cases()) {
      if (server) said[each.name] = await asked(each);
      const { fault } = await verify_claim(each.document, each.key);
      own[each.name] = fault ? own_words(fault) : 'holds';
    }
    expect(own).toEqual(said);
    if (server) writeFileSync(file, `${JSON.stringify(said, null, 2)}\n`);
  });

  it('names the check that failed, and goes no further', async () => {
    const found = await verify_claim(issued.document.replace('B-P02', 'B-P03'), issued.key);
    expect(found.fault).toEqual({ code: 'claim.document_changed', kind: 'findings' });
    expect(found.checks.map(({ state }) => state)).toEqual([
      'holds',
      'holds',
      'holds',
      'fails',
      'not_reached',
      'not_reached',
      'not_reached',
    ]);
  });

  it('shows what is shown', async () => {
    const found = await verify_claim(issued.document, issued.key);
    expect(found.fault).toBeNull();
    expect(found.checks.every(({ state }) => state === 'holds')).toBe(true);
    expect(found.shown.find(({ name }) => name === 'claim')?.value).toBe('bottles-0.3');
    expect(found.withheld).toEqual([]);
  });
});

describe('what it stands on', () => {
  it('knows Ed25519 here', async () => {
    expect(await can_verify()).toBe(true);
  });

  it('reads one text for the same bytes', () => {
    expect(from_hex('00ff', 2)).toEqual(Uint8Array.of(0, 255));
    for (const text of ['00FF', '0ff', '00fg']) expect(from_hex(text, 2), text).toBeNull();
    expect(from_base64('AP8=')).toEqual(Uint8Array.of(0, 255));
    for (const text of ['AP9=', 'AP8', 'A===', 'AP8=AP8=', 'A P8']) {
      expect(from_base64(text), text).toBeNull();
    }
  });

  it('climbs a tree of any size', () => {
    expect(sides_of(0n, 1n)).toEqual([]);
    expect(sides_of(2n, 3n)).toEqual([true]);
    expect(sides_of(1n, 3n)).toEqual([true, false]);
    expect(sides_of(4n, 7n)).toEqual([false, false, true]);
    expect(sides_of(6n, 7n)).toEqual([true, true]);
  });
});
