// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { faults_of, field_of } from './entry_check';
import {
  balance_of,
  empty_row,
  lines_of,
  missing_stock,
  type EntryForm,
  type Row,
} from './entry_draft';
import type { FormKind } from './form_kinds';
import { milligrams_of } from './mass';

const row = (fields: Partial<Row>): Row => ({ ...empty_row(1), ...fields });
const bale = { site: 'yard', lot: 'L1', material: 'bales' };

function form(kind: FormKind, fields: Partial<EntryForm>): EntryForm {
  return {
    kind,
    day: '2026-07-13',
    from: [],
    to: [],
    boundary: '',
    counterparty: '',
    evidence: '',
    note: '',
    receiver: '',
    deadline: '',
    shipment: '',
    corrects: '',
    layers: [],
    ...fields,
  };
}

const balanced: Record<FormKind, Partial<EntryForm>> = {
  opening: { to: [row({ ...bale, amount: '1,000' })] },
  receive: { to: [row({ ...bale, amount: '12.5', unit: 't' })], counterparty: 'town' },
  move: { from: [row({ ...bale, amount: '40' })], to: [row({ site: 'hall' })] },
  transform: {
    from: [row({ ...bale, amount: '100' })],
    to: [
      row({ site: 'hall', lot: 'F1', material: 'flakes', amount: '97.5' }),
      row({ site: 'air', material: 'vapour', amount: '2500', unit: 'g' }),
    ],
  },
  use: { from: [row({ ...bale, amount: '0.25' })] },
  dispose: { from: [row({ ...bale, amount: '5' })], to: [row({ site: 'landfill', lot: '2026' })] },
  ship: {
    from: [row({ ...bale, amount: '10', unit: 't' })],
    receiver: 'other',
    deadline: '2026-07-20',
  },
  arrive: {
    shipment: 'other/ship-1',
    to: [row({ ...bale, amount: '9.985', unit: 't', shipped: milligrams_of('10', 't') })],
  },
  decline: { shipment: 'other/ship-1' },
  adjust: { from: [row({ ...bale, amount: '987.6', stock: milligrams_of('1', 't') })] },
};

describe('lines_of', () => {
  it('balances to the milligram for every kind that is filled in', () => {
    for (const [kind, fields] of Object.entries(balanced)) {
      const filled = form(kind as FormKind, fields);
      const { lines, origins } = lines_of(filled, 'mine');
      expect(balance_of(lines).difference, kind).toBe(0n);
      if (kind === 'decline') expect(lines).toEqual([]);
      else expect(lines.length, kind).toBeGreaterThan(1);
      expect(origins.length, kind).toBe(lines.length);
      expect(faults_of(filled, 'mine'), kind).toEqual({});
    }
  });

  it('puts the boundary of the kind across', () => {
    const first_site = (kind: FormKind) => lines_of(form(kind, balanced[kind]), 'mine').lines;
    expect(first_site('opening')[0]).toMatchObject({ site: 'opening', mass: '-1000 kg' });
    expect(first_site('receive')[0]).toMatchObject({ site: 'market', mass: '-12500 kg' });
    expect(first_site('ship')[1]).toMatchObject({ site: 'transit/mine/other', mass: '10000 kg' });
    expect(first_site('use')[1]).toMatchObject({ site: 'market', mass: '0.25 kg' });
  });

  it('takes out of transit what was shipped and books what the scales disagree about', () => {
    expect(lines_of(form('arrive', balanced.arrive), 'mine').lines).toEqual([
      { site: 'transit/other/mine', material: 'bales', mass: '-10000 kg' },
      { site: 'yard', lot: 'L1', material: 'bales', mass: '9985 kg' },
      { site: 'difference', material: 'bales', mass: '15 kg' },
    ]);
    const more = form('arrive', {
      ...balanced.arrive,
      to: [row({ ...bale, amount: '10.02', unit: 't', shipped: milligrams_of('10', 't') })],
    });
    expect(lines_of(more, 'mine').lines.at(-1)?.mass).toBe('-20 kg');
    const same = form('arrive', {
      ...balanced.arrive,
      to: [row({ ...bale, amount: '10', unit: 't', shipped: milligrams_of('10', 't') })],
    });
    expect(lines_of(same, 'mine').lines).toHaveLength(2);
  });

  it('books a stock-take as the difference to what the books say', () => {
    expect(lines_of(form('adjust', balanced.adjust), 'mine').lines).toEqual([
      { site: 'difference', material: 'bales', mass: '12.4 kg' },
      { site: 'yard', lot: 'L1', material: 'bales', mass: '-12.4 kg' },
    ]);
  });

  it('keeps the lot of what is moved unless another one is given', () => {
    expect(lines_of(form('move', balanced.move), 'mine').lines[1]).toMatchObject({
      site: 'hall',
      lot: 'L1',
    });
    const renamed = form('move', { ...balanced.move, to: [row({ site: 'hall', lot: 'N' })] });
    expect(lines_of(renamed, 'mine').lines[1]).toMatchObject({ lot: 'N' });
    const burnt = form('dispose', { ...balanced.dispose, to: [row({ site: 'air', lot: 'x' })] });
    expect(lines_of(burnt, 'mine').lines[1]).not.toHaveProperty('lot');
  });

  it('states origin and counterparty only where matter comes into a lot', () => {
    const { lines } = lines_of(
      form('receive', {
        to: [row({ ...bale, amount: '1', origin: 'post_consumer' })],
        counterparty: 'town',
      }),
      'mine',
    );
    expect(lines[0]).toEqual({ site: 'market', material: 'bales', mass: '-1 kg' });
    expect(lines[1]).toMatchObject({ origin: 'post_consumer', counterparty: 'town' });
  });

  it('gives layers the sign of their line', () => {
    const wet = form('move', {
      from: [row({ ...bale, amount: '40', layers: { water: '3' } })],
      to: [row({ site: 'hall' })],
      layers: ['water'],
    });
    expect(lines_of(wet, 'mine').lines.map((line) => line.layers)).toEqual([
      { water: '-3 kg' },
      { water: '3 kg' },
    ]);
    wet.from[0]!.layers = {};
    expect(faults_of(wet, 'mine')).toHaveProperty(['from.0.layer.water']);
  });
});

describe('faults_of', () => {
  it('says how much is missing before anything is sent', () => {
    const short = row({ ...bale, amount: '1120', stock: milligrams_of('1', 't') });
    expect(missing_stock(short)).toBe(milligrams_of('120', 'kg'));
    expect(faults_of(form('use', { from: [short] }), 'mine')).toEqual({
      'from.0.amount': 'web_ledger.fault.stock',
    });
  });

  it('does not send what does not balance', () => {
    const lossy = form('transform', { ...balanced.transform, to: [balanced.transform.to![0]!] });
    expect(balance_of(lines_of(lossy, 'mine').lines).difference).toBe(milligrams_of('2.5', 'kg'));
    expect(faults_of(lossy, 'mine')).toEqual({ balance: 'web_ledger.fault.balance' });
  });

  it('names each empty field', () => {
    expect(
      Object.keys(faults_of(form('move', { from: [row({})], to: [row({})] }), 'mine')),
    ).toEqual(['from.0.account', 'from.0.amount', 'to.0.site']);
    expect(
      Object.keys(faults_of(form('ship', { from: balanced.ship.from, deadline: '' }), 'mine')),
    ).toEqual(['receiver', 'deadline']);
    const nothing = form('adjust', {
      from: [row({ ...bale, amount: '1', unit: 't', stock: milligrams_of('1', 't') })],
    });
    expect(faults_of(nothing, 'mine')).toHaveProperty(['from.0.amount']);
  });
});

describe('field_of', () => {
  const { origins } = lines_of(form('transform', balanced.transform), 'mine');

  it('finds the field that a refusal points at', () => {
    expect(field_of('/entries/lines/0', origins)).toBe('from.0.amount');
    expect(field_of('/entries/lines/0/lot', origins)).toBe('from.0.account');
    expect(field_of('/entries/lines/2/material', origins)).toBe('to.1.material');
    expect(field_of('/entries/0/lines/1/mass', origins)).toBe('to.0.amount');
    expect(field_of('/entries/event_from', origins)).toBe('day');
    expect(field_of('/entries/deadline', origins)).toBe('deadline');
    expect(field_of('/entries', origins)).toBe('');
    expect(field_of('/entries/lines/9', origins)).toBe('');
  });
});
