// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { calculation_path } from './calculation_path';
import { matches } from './fold';

it('finds words without regard to case and width', () => {
  expect(matches('ＰＥＴ ボトル', ['PETボトルの目標'])).toBe(true);
  expect(matches('pet 缶', ['PETボトルの目標'])).toBe(false);
  expect(matches(' ', ['x'])).toBe(true);
});

it('writes the dots of an id so that no server takes them for a file', () => {
  expect(calculation_path('rules.vehicle')).toBe('/calculations/rules%2Evehicle');
  expect(decodeURIComponent(calculation_path('a/b'))).toBe('/calculations/a/b');
});
