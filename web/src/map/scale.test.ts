// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { class_count, class_of, classes_of, cuts_of, edge_text } from './scale';

const distribution = {
  count: 100,
  missing: 3,
  minimum: '0.0',
  p10: '10',
  q1: '20',
  median: '30',
  q3: '40',
  p90: '50',
  maximum: '99',
};

describe('map classes', () => {
  const cuts = cuts_of(distribution);

  it('put each value between its cuts; a cut belongs to the class above', () => {
    expect(
      ['0', '9.99', '10', '29', '30', '49.9', '50', '99'].map((value) => class_of(value, cuts)),
    ).toEqual([0, 0, 1, 2, 3, 4, 5, 5]);
  });

  it('give unknown no class, and zero one', () => {
    expect(class_of(null, cuts)).toBeNull();
    expect(class_of('not a number', cuts)).toBeNull();
    expect(class_of('0', cuts)).toBe(0);
  });

  it('tile the range without gaps and share out all places', () => {
    const classes = classes_of(distribution);
    expect(classes).toHaveLength(class_count);
    expect(classes[0]?.from).toBe('0.0');
    expect(classes[5]?.until).toBe('99');
    for (let i = 1; i < classes.length; i++) expect(classes[i]?.from).toBe(classes[i - 1]?.until);
    expect(classes.reduce((sum, item) => sum + item.share_percent, 0)).toBe(100);
  });

  it('leave classes empty where many values are equal', () => {
    const flat = { ...distribution, p10: '0', q1: '0', median: '0' };
    expect(class_of('0', cuts_of(flat))).toBe(3);
  });

  it('write edges with the decimals of the indicator', () => {
    expect(edge_text('1077.34', 1, 'ja')).toBe('1,077.3');
    expect(edge_text('12', 0, 'en')).toBe('12');
  });
});
