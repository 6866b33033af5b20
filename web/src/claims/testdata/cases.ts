// SPDX-License-Identifier: Apache-2.0
// Claim documents to judge: one that the binary issued, with changes of its text, and documents of
// a key of our own, which are signed and yet wrong.
import { big_endian_32, bytes_of, from_hex, joined, sha256, to_base64, to_hex } from '../bytes';
import { canonical_json } from '../canonical_json';
import { claim_members, type ClaimMember } from '../member_names';
import { parse_strict } from '../strict_json';
import issued from './issued.json';

export type Case = { name: string; document: string; key: string };

const name = 'test.example/books';
const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const pkcs8_of_seed = '302e020100300506032b657004220420';

/** A value as JSON text, so that what JSON.stringify would not write can be said. */
type Members = [ClaimMember, string][];

/** What is signed of a value; of one that nobody may sign, its own text. */
function signed_text(value: string): string {
  try {
    return canonical_json(parse_strict(value)) ?? value;
  } catch {
    return value;
  }
}

class Signer {
  readonly key: string;
  readonly #id: Uint8Array;
  readonly #secret: CryptoKey;

  private constructor(key: string, id: Uint8Array, secret: CryptoKey) {
    this.key = key;
    this.#id = id;
    this.#secret = secret;
  }

  static async make(): Promise<Signer> {
    const bytes = from_hex(pkcs8_of_seed + seed, 48);
    if (!bytes) throw new Error('seed');
    const secret = await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign']);
    const { x = '' } = await crypto.subtle.exportKey('jwk', secret);
    const public_key = Uint8Array.from(atob(x.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const kind_and_key = joined(Uint8Array.of(1), public_key);
    const id = (await sha256(bytes_of(`${name}\n`), kind_and_key)).slice(0, 4);
    return new Signer(`${name}+${to_hex(id)}+${to_base64(kind_and_key)}`, id, secret);
  }

  async note(text: string, as = name): Promise<string> {
    const signature = await crypto.subtle.sign('Ed25519', this.#secret, bytes_of(text));
    const bytes = joined(this.#id, new Uint8Array(signature));
    return `${text}\n— ${as} ${to_base64(bytes)}\n`;
  }

  async document(members: Members, withheld: ClaimMember[] = []): Promise<string> {
    const shown: string[] = [];
    const leaves: Uint8Array[] = [];
    for (const [index, [member, value]] of members.entries()) {
      const salt = joined(new Uint8Array(12), big_endian_32(index));
      const tag = big_endian_32(claim_members.indexOf(member) + 1);
      const text = signed_text(value);
      const leaf = await sha256(Uint8Array.of(0), salt, tag, bytes_of(text));
      leaves.push(leaf);
      shown.push(
        withheld.includes(member)
          ? `{"name":"${member}","leaf":"${to_hex(leaf)}"}`
          : `{"name":"${member}","value":${value},"salt":"${to_hex(salt)}"}`,
      );
    }
    const root = to_hex(await sha256(Uint8Array.of(2), ...leaves));
    const text = `{"form":"meguri-claim/1","members":${leaves.length},"root":"${root}"}\n`;
    return `{"form":"meguri-claim/1","members":[${shown.join(',')}],"note":${JSON.stringify(
      await this.note(text),
    )}}`;
  }
}

const sums = (count: number, mg: string) => ['' + count, '0', '0', '0', mg, '0', '0', '0'];

/** The quota of an account with one claim, and what is changed of it. */
async function quota(claim: string, mg: string, change: object = {}): Promise<string> {
  const salt = new Uint8Array(32).fill(7);
  const content = await sha256(salt, bytes_of(claim));
  const lanes = sums(1, mg);
  const bytes = new Uint8Array(64);
  lanes.forEach((sum, lane) => new DataView(bytes.buffer).setBigInt64(8 * lane, BigInt(sum)));
  const head = await sha256(Uint8Array.of(0x10), content, bytes);
  return JSON.stringify({
    received: { hash: to_hex(new Uint8Array(32)), sums: sums(3, '900000000') },
    claimed: { hash: to_hex(head), sums: lanes },
    leaf: { hash: to_hex(content), sums: lanes },
    salt: to_hex(salt),
    index: 0,
    size: 1,
    path: [],
    ...change,
  });
}

const with_contents = (contents: string, mass = '"1 t"'): Members => [
  ['mass', mass],
  ['contents', contents],
];

const masses: Record<string, Members> = {
  plain: with_contents('{"post_consumer":"400 kg","pre_consumer":"0.25 t"}'),
  virgin: with_contents('{"virgin":"400 kg"}'),
  regrind: with_contents('{"internal_regrind":"1 kg"}'),
  unknown_origin: with_contents('{"moon":"1 kg"}'),
  prototype: with_contents('{"constructor":"1 kg"}'),
  zero: with_contents('{"post_consumer":"0 kg"}'),
  negative: with_contents('{"post_consumer":"-1 kg"}'),
  empty: with_contents('{}'),
  list: with_contents('["400 kg"]'),
  number: with_contents('{"post_consumer":400}'),
  above_mass: with_contents('{"post_consumer":"600 kg","reused":"401 kg"}'),
  all_of_mass: with_contents('{"post_consumer":"600 kg","reused":"400 kg"}'),
  signed_mass: with_contents('{"post_consumer":"+400 kg"}'),
  no_space: with_contents('{"post_consumer":"400kg"}'),
  wide_space: with_contents('{"post_consumer":"400 \\u3000kg"}'),
  tab: with_contents('{"post_consumer":"400\\t kg\\n"}'),
  leading_space: with_contents('{"post_consumer":" 400 kg"}'),
  leading_zeros: with_contents('{"post_consumer":"000400.5000 kg"}'),
  bare_point: with_contents('{"post_consumer":".5 kg"}'),
  ending_point: with_contents('{"post_consumer":"5. kg"}'),
  exponent: with_contents('{"post_consumer":"1e2 kg"}'),
  too_fine: with_contents('{"post_consumer":"0.0000001 kg"}'),
  fine: with_contents('{"post_consumer":"0.0000010 kg"}'),
  man_tonnes: with_contents('{"post_consumer":"0.00001 万t"}'),
  no_unit: with_contents('{"post_consumer":"400"}'),
  pounds: with_contents('{"post_consumer":"400 lb"}'),
  largest: with_contents('{"post_consumer":"9223372036854775807 mg"}', '"9223.372036854775807 Mt"'),
  too_large: with_contents('{"post_consumer":"9223372036854775808 mg"}', '"9300 Mt"'),
  many_digits: with_contents(`{"post_consumer":"0.${'0'.repeat(36)}1 t"}`),
  too_many_digits: with_contents(`{"post_consumer":"1.${'0'.repeat(40)} t"}`),
  mass_no_text: with_contents('{"post_consumer":"1 kg"}', '1'),
  mass_unreadable: with_contents('{"post_consumer":"1 kg"}', '"much"'),
  assurance: [
    ...with_contents('{"post_consumer":"1 kg"}'),
    ['assurance', '{"third_party":"1 kg"}'],
  ],
  assurance_differs: [
    ...with_contents('{"post_consumer":"1 kg"}'),
    ['assurance', '{"third_party":"1.5 kg"}'],
  ],
  assurance_null: [...with_contents('{"post_consumer":"1 kg"}'), ['assurance', 'null']],
  routes_differ: [...with_contents('{"post_consumer":"1 kg"}'), ['routes', '{"chemical":"1 g"}']],
  routes_without_contents: [
    ['mass', '"1 t"'],
    ['routes', '{"chemical":"1 g"}'],
  ],
};

/** Values that readers could understand in two ways. */
const values: Record<string, Members> = {
  whole: [['made_on', '[9007199254740991,-9007199254740991,0]']],
  minus_zero: [['made_on', '-0']],
  too_large: [['made_on', '9007199254740992']],
  beyond_64_bits: [['made_on', '99999999999999999999']],
  fraction: [['made_on', '1.5']],
  whole_fraction: [['made_on', '1.0']],
  exponent: [['made_on', '1e2']],
  escapes: [['issuer', '{"name":"\\u5de1\\/\\u0001\\"","book":"a"}']],
  key_order: [['issuer', '{"\\ue000":1,"\\ud83d\\ude00":2,"a":3}']],
  key_twice: [['issuer', '{"a":1,"a":1}']],
  lone_surrogate: [['issuer', '"\\ud83d"']],
  deep: [['issuer', '['.repeat(60) + ']'.repeat(60)]],
  too_deep: [['issuer', '['.repeat(62) + ']'.repeat(62)]],
};

async function quota_cases(signer: Signer): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  const issuer: Members[number] = ['issuer', '{"book":"mill","name":"Mill"}'];
  const claim: Members[number] = ['claim', '"c1"'];
  const contents = with_contents('{"post_consumer":"400 kg"}');
  const add = async (name: string, said: string, withheld: ClaimMember[] = []) => {
    made[name] = await signer.document([issuer, claim, ...contents, ['quota', said]], withheld);
  };
  const mg = '400000000';
  const hash = to_hex(new Uint8Array(32));
  await add('holds', await quota('mill/c1', mg));
  await add('other_claim', await quota('mill/c2', mg));
  await add('other_claim_withheld', await quota('mill/c2', mg), ['claim']);
  await add('other_contents', await quota('mill/c1', '300000000'));
  await add('other_contents_withheld', await quota('mill/c1', '300000000'), ['contents']);
  await add('exceeded', await quota('mill/c1', mg, { received: { hash, sums: sums(1, '1') } }));
  await add('withheld', await quota('mill/c1', mg), ['quota']);
  await add('index', await quota('mill/c1', mg, { index: 1 }));
  await add('size', await quota('mill/c1', mg, { size: 2 }));
  await add('path', await quota('mill/c1', mg, { path: [{ hash, sums: sums(0, '0') }] }));
  await add('head', await quota('mill/c1', mg, { claimed: { hash, sums: sums(1, mg) } }));
  await add('two_in_leaf', await quota('mill/c1', mg, { leaf: { hash, sums: sums(2, mg) } }));
  await add('short_sums', await quota('mill/c1', mg, { leaf: { hash, sums: ['1'] } }));
  await add('sum_as_number', await quota('mill/c1', mg, { leaf: { hash, sums: [1] } }));
  await add('zeros_before', await quota('mill/c1', mg, { leaf: { hash, sums: sums(1, '01') } }));
  await add('negative', await quota('mill/c1', mg, { leaf: { hash, sums: sums(1, '-4') } }));
  await add('capital', await quota('mill/c1', mg, { salt: 'A'.repeat(64) }));
  await add('more', await quota('mill/c1', mg, { more: 1 }));
  await add('text', '"quota"');
  return made;
}

async function checkpoint_cases(signer: Signer): Promise<Record<string, string>> {
  const root = to_base64(new Uint8Array(32));
  const texts: Record<string, string> = {
    holds: `${name}\n12\n${root}\n`,
    extension: `${name}\n12\n${root}\nmore\n`,
    other_log: `another\n12\n${root}\n`,
    leading_zero: `${name}\n012\n${root}\n`,
    large: `${name}\n18446744073709551616\n${root}\n`,
    short_root: `${name}\n12\nAAAA\n`,
    empty_line: `${name}\n12\n${root}\n\nmore\n`,
    short: `${name}\n12\n`,
  };
  const made: Record<string, string> = {};
  for (const [each, text] of Object.entries(texts)) {
    const note = JSON.stringify(await signer.note(text));
    made[each] = await signer.document([['checkpoint', note]]);
  }
  made['number'] = await signer.document([['checkpoint', '1']]);
  const foreign = JSON.stringify(await signer.note(`${name}\n12\n${root}\n`, 'another'));
  made['another_signer'] = await signer.document([['checkpoint', foreign]]);
  made['no_note'] = await signer.document([['checkpoint', '"12"']]);
  return made;
}

/** Changes of the text of a whole document. */
function edited(document: string): Record<string, string> {
  const text = (from: string | RegExp, to: string) => document.replace(from, to);
  return {
    untouched: document,
    spaces: ` ${document}\r\n`,
    one_letter: text('500', '600'),
    form: text('claim/1', 'claim/2'),
    more: text('"note"', '"more":1,"note"'),
    garbage: `${document}x`,
    cut: document.slice(0, -3),
    salt_capital: text(/"salt": ?"([0-9a-f]{32})"/, '"salt":"ABCDEFABCDEFABCDEFABCDEFABCDEFAB"'),
    salt_long: text(/"salt": ?"([0-9a-f]{32})"/, '"salt":"$1$1"'),
    leaf_and_value: text('"salt"', '"leaf":1,"salt"'),
    unknown_member: text('"name": "mass"', '"name": "weight"'),
    renamed: text('"name": "mass"', '"name": "shipment"'),
    order: text('"name": "mass"', '"name": "issuer"'),
    no_members: text(/"members": ?\[[^]*\](?=,\s*"note")/, '"members":[]'),
    note_cut: text(/\\n"\s*\}\s*$/, '"}'),
    note_no_gap: text(/\\n\\n— /g, '\\n— '),
    note_carriage: text('\\n\\n—', '\\r\\n\\n—'),
    note_signature: text(/([A-Za-z0-9+/])(?=[A-Za-z0-9+/=]{3}\\n"\s*\}\s*$)/, 'x'),
    note_padding: text(/=?\\n"\s*\}\s*$/, '==\\n"}'),
    nothing: ' ',
    array: '[]',
    words: 'claim',
  };
}

export async function cases(): Promise<Case[]> {
  const signer = await Signer.make();
  const made: Case[] = [];
  const add = (group: string, documents: Record<string, string>, key = signer.key) => {
    for (const [each, document] of Object.entries(documents))
      made.push({ name: `${group}/${each}`, document, key });
  };
  for (const [group, sets] of Object.entries({ masses, values }))
    for (const [each, members] of Object.entries(sets))
      add(group, { [each]: await signer.document(members) });
  add('quota', await quota_cases(signer));
  add('checkpoint', await checkpoint_cases(signer));
  add('issued', edited(issued.document), issued.key);
  add('key', { another: issued.document });
  const keys: Record<string, string> = {
    spaces: ` ${issued.key}\n`,
    other_id: issued.key.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
    other_name: `x${issued.key}`,
    cut: issued.key.slice(0, -4),
    words: 'key',
  };
  for (const [each, key] of Object.entries(keys))
    add('key', { [each]: issued.document }, key);
  const step = 61;
  for (let at = 0; at < issued.document.length; at += step) {
    const other = issued.document[at] === 'a' ? 'b' : 'a';
    const document = issued.document.slice(0, at) + other + issued.document.slice(at + 1);
    add('letter', { [String(at)]: document }, issued.key);
  }
  return made;
}
