// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import type { Figure } from '../../api/types';
import { has_ranges } from './draws';

const figure = (value: string | null, low: string, high: string) => ({ value, low, high }) as Figure;
const nothing = { inputs: [], lists: [], factors: [] };

it('finds ranges in inputs, cells and figures', () => {
  expect(has_ranges(nothing)).toBe(false);
  const exact = { text: '5', by: 'caller' as const, figure: figure('5', '5', '5') };
  expect(has_ranges({ ...nothing, inputs: [exact] })).toBe(false);
  expect(has_ranges({ ...nothing, inputs: [{ ...exact, text: '4..6' }] })).toBe(true);
  expect(has_ranges({ ...nothing, inputs: [{ ...exact, figure: figure('5', '4', '6') }] })).toBe(
    true,
  );
  const rows = (text: string) => [{ rows: [{ cells: [{ text, by: 'caller' as const }] }] }];
  expect(has_ranges({ ...nothing, lists: rows('1') })).toBe(false);
  expect(has_ranges({ ...nothing, lists: rows('1..2') })).toBe(true);
  expect(has_ranges({ ...nothing, factors: [{ figure: figure('5', '4', '6') }] })).toBe(true);
});

it('leaves out a figure that is known by its bounds alone: it is not drawn', () => {
  expect(has_ranges({ ...nothing, factors: [{ figure: figure(null, '4', '6') }] })).toBe(false);
});

it('leaves out what a book knows by bounds alone', () => {
  const recorded = { text: '0..6', by: 'book' as const, figure: figure(null, '0', '6') };
  expect(has_ranges({ ...nothing, inputs: [recorded] })).toBe(false);
  expect(has_ranges({ ...nothing, lists: [{ rows: [{ cells: [recorded] }] }] })).toBe(false);
});
