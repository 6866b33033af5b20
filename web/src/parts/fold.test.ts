// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { matches } from './fold';

it('finds words without regard to case and width', () => {
  expect(matches('ＰＥＴ ボトル', ['PETボトルの目標'])).toBe(true);
  expect(matches('pet 缶', ['PETボトルの目標'])).toBe(false);
  expect(matches(' ', ['x'])).toBe(true);
});
