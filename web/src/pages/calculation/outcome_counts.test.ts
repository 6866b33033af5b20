// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { VerdictRow } from '../../api/types';
import { outcome_counts } from './outcome_counts';

it('counts the rows of each outcome, what needs looking at first', () => {
  const row = (outcome: VerdictRow['outcome'], outcome_name: string): VerdictRow => ({
    name: '',
    outcome,
    outcome_name,
    sentence: '',
    values: null,
  });
  const rows = [row('yes', '適合'), row('no', '不適合'), row('yes', '適合')];
  expect(outcome_counts({ rows })).toEqual([
    { outcome: 'no', name: '不適合', count: 1 },
    { outcome: 'yes', name: '適合', count: 2 },
  ]);
});
