// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { drawn_value, is_unknown, split_display } from './figure_text';

describe('split_display', () => {
  it('parts the number from its unit', () => {
    expect(split_display('570,259 t')).toEqual({ number: '570,259', unit: 't' });
    expect(split_display('838.7 g/人・日')).toEqual({ number: '838.7', unit: 'g/人・日' });
    expect(split_display('−17,868 t')).toEqual({ number: '−17,868', unit: 't' });
    expect(split_display('5,200–5,400 t')).toEqual({ number: '5,200–5,400', unit: 't' });
    expect(split_display('5,200〜5,400 t')).toEqual({ number: '5,200〜5,400', unit: 't' });
    expect(split_display('約138,083 t')).toEqual({ number: '約138,083', unit: 't' });
    expect(split_display('about 138,083 t')).toEqual({ number: 'about 138,083', unit: 't' });
    expect(split_display('88–100%')).toEqual({ number: '88–100', unit: '%' });
    expect(split_display('-0.5 g per person and day').unit).toBe('g per person and day');
    expect(split_display('19.3 %')).toEqual({ number: '19.3', unit: '%' });
    expect(split_display('1,968,265人')).toEqual({ number: '1,968,265', unit: '人' });
  });

  it('leaves words whole', () => {
    expect(split_display('分からない')).toEqual({ number: '分からない', unit: '' });
  });
});

describe('unknown figures', () => {
  it('are not zero', () => {
    const unknown = { value: null, low: null, high: null };
    expect(is_unknown(unknown)).toBe(true);
    expect(drawn_value(unknown)).toBeNull();
  });

  it('are drawn in the middle of their bounds', () => {
    const bounded = { value: null, low: '10', high: '20' };
    expect(is_unknown(bounded)).toBe(false);
    expect(drawn_value(bounded)).toBe(15);
    expect(drawn_value({ value: '0', low: null, high: null })).toBe(0);
  });
});
