// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Figure } from '../../api/types';
import { row_columns } from './row_columns';

const figure = (display: string) =>
  ({ display, value: display === '不明' ? null : '1', low: null, high: null }) as Figure;
const step = (id: string, name: string, rows: string[], sum: string | null = null, formula = '') => ({
  id,
  name,
  effect_name: sum ? '生産' : null,
  boundary_name: null,
  figure: sum === null ? null : figure(sum),
  reduction: sum === null ? null : 'sum',
  rows: rows.map(figure),
  formula,
});

it('puts a sum below the rows that it takes together', () => {
  const columns = row_columns([
    step('direct', '直接効果', ['1 円', '2 円']),
    step('wages', '所得', ['5 円', '6 円'], '11 円', '合計：直接効果 × 率'),
    step('direct_all', '直接効果の合計', ['1 円', '2 円'], '3 円', '合計：直接効果'),
  ]);
  expect(columns.map(({ id, figure }) => [id, figure?.display])).toEqual([
    ['direct', '3 円'],
    ['wages', '11 円'],
  ]);
  expect(columns[0]?.effect).toEqual(['生産']);
});

it('says a unit once where all cells of a column have it', () => {
  const unit = (rows: string[]) => row_columns([step('a', 'a', rows)])[0]?.unit;
  expect(unit(['1 円', '不明', '約2 円'])).toBe('円');
  expect(unit(['1 円', '2 t'])).toBe('');
  expect(unit(['不明'])).toBe('');
});
