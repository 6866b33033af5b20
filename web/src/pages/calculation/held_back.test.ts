// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { CalculationList, CalculationStep, Verdict } from '../../api/types';
import { held_back } from './held_back';

const column = { id: 'used', name: '使った量', unit: 't', unit_name: 't', note: null };
const list = (id: string, rows: CalculationList['rows']): CalculationList => ({
  id,
  name: id,
  columns: [{ ...column, kind: 'number', minimum: null, maximum: null }],
  rows,
});
const step = (id: string, name: string, formula: string, of: string | null = null) =>
  ({ id, name, formula, list: of }) as CalculationStep;
const verdict = (id: string, formula: string) => ({ id, formula }) as Verdict;
const results = [
  step('per_person', '1人当たりの収支', '収支の合計 ÷ 総人口'),
  step('net', '収支の合計', '使った量', 'carriers'),
  step('density', '人口密度', '総人口 ÷ 面積'),
];
const verdicts = [verdict('out', '収支の合計 < 0 円'), verdict('big', '総人口 > 100 人')];

it('holds back what follows from a list without rows, however far down', () => {
  const answer = { lists: [list('carriers', [])], results, steps: [], verdicts };
  expect([...held_back(answer)].sort()).toEqual(['net', 'out', 'per_person']);
});

it('holds nothing back once there are rows', () => {
  const lists = [list('carriers', [{ name: '', cells: [] }])];
  const answer = { lists, results, steps: [], verdicts };
  expect(held_back(answer).size).toBe(0);
});
