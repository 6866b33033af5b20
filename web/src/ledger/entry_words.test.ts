// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import english from '@messages/en/web_ledger.json';
import japanese from '@messages/ja/web_ledger.json';
import type { Entry, Line } from '../api/types';
import { fill, type Translate } from '../i18n/messages';
import { form_from } from './entry_again';
import { entry_sentence, materials_text, moved_text, names_text, sides_of } from './entry_words';

const speak =
  (catalogue: Record<string, string>): Translate =>
  (id, args = {}) =>
    fill(catalogue[id] ?? id, args);
const ja = speak(japanese);
const en = speak(english);
const name = (id: string) => ({ town: '町', mill: '工場' })[id] ?? id;

function line(site: string, lot: string, material: string, tonnes: string): Line {
  return {
    site,
    site_name: site,
    lot,
    material,
    material_name: material,
    mass: { value: tonnes, unit: 't', display: `${tonnes} t` },
    origin: null,
    counterparty: null,
    basis: 'wet',
    uncertainty: null,
    pieces: null,
    volume: null,
    energy: null,
    money_yen: null,
    layers: [],
    handle: '',
  };
}

function entry(kind: string, lines: Line[], fields: Partial<Entry> = {}): Entry {
  return {
    book: 'mill',
    sequence: 8,
    position: 41,
    client_id: 'e-8',
    kind,
    kind_name: kind,
    event_from: '2026-07-12T15:00:00.000000Z',
    event_until: '2026-07-13T15:00:00.000000Z',
    recorded_at: '2026-07-13T02:00:00.000000Z',
    actor: 'local',
    site: '',
    site_name: '',
    evidence: '計量票 1',
    note: '',
    corrects: null,
    shipment: null,
    deadline: null,
    payload_type: null,
    leaf_hash: '',
    outcome: { state: 'standing', name: '', by: null },
    handle: '',
    lines,
    ...fields,
  };
}

const receipt = entry(
  'receive',
  [
    line('transit/town/mill', '', 'ベール', '-10'),
    line('ヤード', 'L1', 'ベール', '9.985'),
    line('difference', '', 'ベール', '0.015'),
  ],
  { shipment: 'town/ship-1' },
);

describe('sides_of', () => {
  it('tells ins from outs, and both sums agree', () => {
    const { out, into } = sides_of(receipt.lines);
    expect(out.lines.map(({ site }) => site)).toEqual(['transit/town/mill']);
    expect(into.lines).toHaveLength(2);
    expect(out.milligrams).toBe(into.milligrams);
    expect(moved_text(sides_of(receipt.lines))).toBe('10 t');
    expect(moved_text(sides_of([]))).toBe('');
  });

  it('adds up what floating point would not', () => {
    const lines = [line('a', '1', 'x', '0.1'), line('b', '1', 'x', '0.2')];
    expect(moved_text(sides_of(lines))).toBe('0.3 t');
  });
});

describe('names_text', () => {
  it('says each name once and counts the rest', () => {
    expect(names_text(ja, ['a', 'b', 'a'])).toBe('a、b');
    expect(names_text(en, ['a', 'b', 'c', 'd'])).toBe('a, b and 2 more');
    expect(materials_text(ja, sides_of(receipt.lines).into)).toBe('ベール');
  });
});

describe('entry_sentence', () => {
  it('names the sender of a receipt, and what the scales disagree about', () => {
    expect(entry_sentence(ja, receipt, name)).toBe(
      '町から ベール 9.985 t を受け取り、ヤード（ロット L1）に入れました。送り手と受け手の計量の差は 0.015 t です。',
    );
    expect(entry_sentence(en, receipt, (id) => id)).toContain('differ by 0.015 t');
  });

  it('names the receiver of a shipment', () => {
    const shipped = entry('ship', [
      line('ヤード', 'L1', 'ベール', '-2'),
      line('transit/mill/town', '', 'ベール', '2'),
    ]);
    expect(entry_sentence(ja, shipped, name)).toContain('行き先は町です');
  });

  it('says whether a stock-take found more or less', () => {
    const less = entry('adjust', [line('y', 'L', 'm', '-1'), line('difference', '', 'm', '1')]);
    const more = entry('adjust', [line('y', 'L', 'm', '1'), line('difference', '', 'm', '-1')]);
    expect(entry_sentence(ja, less, name)).toContain('減らしました');
    expect(entry_sentence(ja, more, name)).toContain('増やしました');
  });

  it('has words for every kind in both languages, and leaves no placeholder', () => {
    const lines = [line('a', 'L', 'm', '-1'), line('b', 'L', 'n', '1')];
    const kinds = ['opening', 'receive', 'move', 'transform', 'use', 'dispose', 'adjust', 'ship'];
    for (const kind of [...kinds, 'correction', 'decline', 'attest', 'report', 'unheard-of']) {
      for (const t of [ja, en]) {
        const sentence = entry_sentence(t, entry(kind, lines, { corrects: 'e-1' }), name);
        expect(sentence, kind).not.toMatch(/[{}]|web_ledger|undefined/);
        expect(sentence.length, kind).toBeGreaterThan(5);
      }
    }
  });
});

describe('form_from', () => {
  it('fills the form in with what a corrected entry said', () => {
    const form = form_from(
      entry('receive', [line('nature', '', 'm', '-1.2'), line('y', 'L', 'm', '1.2')]),
    );
    expect(form).toMatchObject({
      kind: 'receive',
      day: '2026-07-13',
      boundary: 'nature',
      evidence: '計量票 1',
      corrects: 'e-8',
      from: [],
      to: [{ site: 'y', lot: 'L', material: 'm', amount: '1200', unit: 'kg' }],
    });
  });

  it('does not pretend to fill in receipts of shipments and stock-takes', () => {
    expect(form_from(receipt)).toBeNull();
    expect(form_from(entry('adjust', []))).toBeNull();
  });
});
