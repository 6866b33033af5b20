// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { CalculationStep, Figure, Proposal } from '../../api/types';
import { ghg_boundaries, ghg_saved, order_of, ordered } from './proposal_order';

const figure = (value: string | null): Figure => ({
  id: '',
  label: '',
  value,
  unit: 't',
  display: '',
  range: null,
  low: value,
  high: value,
  status: 'derived',
  quality: 'derived',
  why: null,
  flags: [],
  evidence: '',
});
const ghg = (boundary: string, value: string | null, saves = true): CalculationStep => ({
  id: boundary,
  name: '',
  effect: 'ghg',
  effect_name: '',
  boundary,
  boundary_name: boundary,
  saves,
  figure: figure(value),
  spread: null,
  list: null,
  reduction: null,
  rows: [],
  formula: '',
  note: null,
});
const proposal = (
  calculation: string,
  readiness: Proposal['readiness'],
  effects: CalculationStep[],
): Proposal => ({
  calculation,
  title: '',
  question: '',
  resource: '',
  readiness,
  readiness_name: '',
  steps: '',
  potential: figure('1'),
  effects,
  alternatives: [],
  cautions: [],
});
const all = [
  proposal('compost', 'established', [ghg('direct', '12878', false)]),
  proposal('diapers', 'demonstrated', [ghg('life_cycle', '6737')]),
  proposal('plastic', 'established', [ghg('direct', '25283'), ghg('avoided_burden', null)]),
  proposal('clothes', 'trial', [ghg('direct', '2082')]),
];
const ids = (found: Proposal[]) => found.map((item) => item.calculation);

describe('the order of proposals', () => {
  it('is that of the engine unless asked otherwise', () => {
    expect(order_of('x')).toBe('amount');
    expect(ids(ordered(all, 'amount', '').placed)).toEqual(ids(all));
  });

  it('by readiness keeps the amounts in order', () => {
    expect(ids(ordered(all, 'readiness', '').placed)).toEqual([
      'compost',
      'plastic',
      'diapers',
      'clothes',
    ]);
  });

  it('by greenhouse gas compares one boundary, burdens last, and sets the others apart', () => {
    expect(ghg_boundaries(all).map(({ id }) => id)).toEqual(['direct', 'life_cycle']);
    const { placed, unplaced } = ordered(all, 'ghg', 'direct');
    expect(ids(placed)).toEqual(['plastic', 'clothes', 'compost']);
    expect(ids(unplaced)).toEqual(['diapers']);
    expect(all.map((item) => ghg_saved(item, 'avoided_burden'))).toEqual([null, null, null, null]);
  });
});
