// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { axis_of, place_on } from './spread';

const spread = {
  count: 9,
  missing: 0,
  minimum: '0',
  p10: '10',
  q1: '20',
  median: '30',
  q3: '40',
  p90: '50',
  maximum: '9000',
};

describe('the axis of a strip', () => {
  it('holds the tenths and the place, not the extremes', () => {
    const axis = axis_of([spread], 60);
    expect(axis.low).toBeLessThan(10);
    expect(axis.low).toBeGreaterThan(0);
    expect(axis.high).toBeGreaterThan(60);
    expect(axis.high).toBeLessThan(100);
  });

  it('keeps marks on it', () => {
    const axis = axis_of([spread], null);
    expect(place_on(axis, 9000)).toBe(100);
    expect(place_on(axis, -1)).toBe(0);
    expect(place_on(axis, 30)).toBeCloseTo(50);
  });

  it('has room where all values are the same', () => {
    const same = { ...spread, p10: '5', p90: '5' };
    expect(place_on(axis_of([same], 5), 5)).toBeCloseTo(50);
  });
});
