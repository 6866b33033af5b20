// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Indicator, IndicatorRow, IndicatorsAnswer } from '../../api/types';
import { explorer_state, indicator_groups, sorted_rows } from './explorer_state';

function indicator(id: string, name: string, theme: string, primary: boolean): Indicator {
  return {
    id,
    measure: id,
    measure_name: name,
    definition: 'd',
    definition_name: '実態調査の定義',
    name,
    unit: 't',
    unit_name: 't',
    decimals: 0,
    better: 'lower',
    rank: primary,
    theme,
    formula: '',
    note: null,
    primary,
    pack: 'p',
  };
}
const catalogue: IndicatorsAnswer = {
  indicators: [
    indicator('a', 'A', 'cost', false),
    indicator('b', 'B', 'generation', true),
    indicator('c', 'A', 'cost', true),
  ],
  periods: [],
  selected: null,
};
const of = (query: string) =>
  explorer_state(catalogue, (name) => new URLSearchParams(query).get(name) ?? '');

describe('the state of the explorer', () => {
  it('has defaults', () => {
    expect(of('')).toMatchObject({
      level: 'municipality',
      parent: '',
      view: 'map',
      sort: 'rank',
      page: 1,
    });
    expect(of('').indicator?.id).toBe('b');
    expect(of('indicator=none').indicator?.id).toBe('b');
  });

  it('reads the address and mistrusts it', () => {
    expect(
      of('indicator=a&level=prefecture&parent=13&view=table&sort=-value&page=3'),
    ).toMatchObject({
      level: 'prefecture',
      parent: '',
      view: 'table',
      sort: '-value',
      page: 3,
    });
    expect(of('page=-2').page).toBe(1);
    expect(of('page=x').page).toBe(1);
  });

  it('groups by theme and tells same names apart', () => {
    const groups = indicator_groups(catalogue.indicators, (id) => id);
    expect(groups.map((group) => group.name)).toEqual(['cost', 'generation']);
    expect(groups[0]?.options[0]?.text).toBe('A（実態調査の定義）');
    expect(groups[1]?.options[0]?.text).toBe('B');
  });
});

describe('sorted_rows', () => {
  const row = (code: string, value: string | null, rank: number | null): IndicatorRow => ({
    code,
    name: code,
    parent: '',
    value,
    low: null,
    high: null,
    display: '',
    rank,
    why: null,
    flags: [],
    evidence: '',
  });
  const rows = [row('01', '5', 2), row('02', null, null), row('03', '40', 1), row('04', '5', 2)];
  const codes = (sort: string) =>
    sorted_rows(rows, sort, 'ja')
      .map((item) => item.code)
      .join(' ');

  it('orders numbers as numbers, unknown last in both directions', () => {
    expect(codes('value')).toBe('01 04 03 02');
    expect(codes('-value')).toBe('03 01 04 02');
    expect(codes('rank')).toBe('03 01 04 02');
    expect(codes('-code')).toBe('04 03 02 01');
  });
});
