// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Factor, RuleClause, RuleCondition } from '../../api/types';
import { around_figure, computations_of, names_of, said_by_all, sources_of, versions_of } from './versions';

const source = (id: string): RuleClause['source'] => ({
  id,
  title: '',
  publisher: '',
  year: '',
  licence: '',
  status: 'verified',
  url: null,
  note: null,
  pack: 'rules',
});
const clause = (id: string, more: Partial<RuleClause> = {}): RuleClause => ({
  id,
  title: id,
  calculation: 'c',
  calculation_title: '',
  programme: '',
  programme_name: '',
  basis: 'law',
  jurisdiction: 'JP',
  jurisdiction_name: '日本',
  version: '2025',
  status: 'enacted',
  status_name: '',
  from: null,
  from_name: '',
  until: null,
  until_name: '',
  years_after_entry_into_force: null,
  in_force: 'unknown',
  in_force_name: '',
  population: null,
  origins: [],
  chain_of_custody: [],
  applies: null,
  formula: '',
  conditions: [],
  source: source('s'),
  note: null,
  ...more,
});

describe('versions of a rule', () => {
  it('gather their clauses and keep the order of the answer', () => {
    const found = versions_of([
      clause('old', { version: '2020', status: 'superseded' }),
      clause('a'),
      clause('b'),
      clause('other basis', { basis: 'guideline' }),
      clause('c'),
    ]);
    expect(found.map((each) => each.clauses.map(({ id }) => id))).toEqual([
      ['old'],
      ['a', 'b', 'c'],
      ['other basis'],
    ]);
  });

  it('say once what all clauses say', () => {
    const population = ({ population }: RuleClause) => population;
    expect(said_by_all([clause('a', { population: 'cars' })], population)).toBe('cars');
    expect(
      said_by_all([clause('a', { population: 'cars' }), clause('b')], population),
    ).toBeNull();
    expect(said_by_all([], population)).toBeNull();
  });

  it('show a threshold where it stands, if it is all there is', () => {
    const figure = { figure: { display: '25%' } };
    expect(around_figure('at least 25%', [figure])).toEqual(['at least ', '']);
    expect(around_figure('25% 以上', [figure])).toEqual(['', ' 以上']);
    expect(around_figure('half of 2000', [figure])).toBeNull();
    expect(around_figure('at least 25%', [figure, figure])).toBeNull();
    expect(around_figure(null, [])).toBeNull();
  });

  it('tell once how something is computed', () => {
    const condition = {
      subject: 'share',
      computed: 'recycled ÷ all',
      comparison: 'greater_equal' as const,
      threshold: 'minimum',
      threshold_computed: null,
      sentence: null,
      figures: [],
    };
    const both = [
      clause('a', { conditions: [condition] }),
      clause('b', { conditions: [{ ...condition, threshold_computed: 'half of all' }] }),
    ];
    expect(computations_of(both)).toEqual([
      ['share', 'recycled ÷ all'],
      ['minimum', 'half of all'],
    ]);
  });

  it('name terms and sources', () => {
    expect(names_of([], '、')).toBeNull();
    expect(
      names_of(
        [
          { id: 'a', name: '甲' },
          { id: 'b', name: '乙' },
        ],
        '、',
      ),
    ).toBe('甲、乙');
    const both = [clause('a'), clause('b'), clause('c', { source: source('t') })];
    expect(sources_of(both).map(({ id }) => id)).toEqual(['s', 't']);
    const figure = { source: source('u') } as Factor;
    const condition = { figures: [figure, figure] } as RuleCondition;
    const rests = clause('d', { conditions: [condition] });
    expect(sources_of([...both, rests]).map(({ id }) => id)).toEqual(['s', 't', 'u']);
  });
});
