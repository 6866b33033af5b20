// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { IndicatorRow } from '../api/types';
import { municipality_places } from './map_places';

function row(code: string, value: string | null, rank: number | null): IndicatorRow {
  return {
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
  };
}

describe('what the map colours', () => {
  const cells = ['01100', '01202', '01203'].map((code) => ({
    code,
    prefecture: '01',
    at: [0, 0] as const,
    path: 'M0,0Z',
    island: false,
    merged: false,
  }));
  const rows = [row('01100', '5', 1), row('01202', '0', null), row('01203', null, null)];
  const classes = (ranked: boolean) =>
    municipality_places(rows, cells, ['1', '2', '3', '4', '5'], {
      ranked,
      href: (code) => code,
      text: (item) => item.name,
    }).map((place) => place.class_index);

  it('is neither the unknown nor a zero that may be a blank', () => {
    expect(classes(true)).toEqual([5, null, null]);
  });

  it('is every known value of an indicator without ranks', () => {
    expect(classes(false)).toEqual([5, 0, null]);
  });
});
