// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  decimal_of,
  mass_display,
  milligrams_in,
  milligrams_of,
  plain_number,
  sum_of,
} from './mass';

describe('plain_number', () => {
  it('reads what Japanese input methods and spreadsheets write', () => {
    expect(plain_number('１，２３４．５')).toBe('1234.5');
    expect(plain_number(' 12,345,678 ')).toBe('12345678');
    expect(plain_number('−3')).toBe('-3');
    expect(plain_number('.5')).toBe('.5');
  });

  it('refuses what could be read in two ways', () => {
    for (const text of ['', '12,5', '1,23,456', '1.2.3', '12 kg', 'abc', '1e3', '-']) {
      expect(plain_number(text), text).toBeNull();
    }
  });
});

describe('milligrams_of', () => {
  it('is exact where floating point is not', () => {
    expect(milligrams_of('0.1', 't')).toBe(100_000_000n);
    expect(sum_of([milligrams_of('0.1', 't')!, milligrams_of('0.2', 't')!])).toBe(
      milligrams_of('0.3', 't'),
    );
    expect(milligrams_of('9007199254.740993', 't')).toBe(9_007_199_254_740_993_000n);
    expect(milligrams_of('-12.5', 't')).toBe(-12_500_000_000n);
    expect(milligrams_of('0.250125', 'kg')).toBe(250_125n);
  });

  it('refuses what is finer than a milligram instead of rounding it', () => {
    expect(milligrams_of('0.0001', 'g')).toBeNull();
    expect(milligrams_of('0.0010', 'g')).toBe(1n);
  });

  it('reads the masses of the engine', () => {
    expect(milligrams_in({ value: '-0.04', unit: 't' })).toBe(-40_000_000n);
    expect(() => milligrams_in({ value: '3', unit: 'L' })).toThrow();
  });
});

describe('texts', () => {
  it('come back as they went in', () => {
    for (const text of ['0', '12.5', '-0.04', '1000', '0.000000001']) {
      expect(decimal_of(milligrams_of(text, 't')!, 't')).toBe(text);
    }
  });

  it('group thousands of the whole part only', () => {
    expect(mass_display(1_234_567_891_000n, 'kg')).toBe('1,234,567.891 kg');
    expect(mass_display(-40_000_000n, 'kg')).toBe('-40 kg');
    expect(mass_display(12_500_000_000n, 't')).toBe('12.5 t');
  });
});
