// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { ImportFieldInfo, ImportMapping, ImportPreviewAnswer } from '../../api/types';
import { is_reachable, step_of, type Facts } from './steps';

const mapping = { fields: [] } as unknown as ImportMapping;
const needed = { id: 'kind', required: true, missing: true } as ImportFieldInfo;
const facts = (fields: ImportFieldInfo[], more: Partial<Facts> = {}): Facts => ({
  book: 'town',
  mapping,
  preview: { fields } as ImportPreviewAnswer,
  has_result: false,
  ...more,
});

describe('steps', () => {
  it('go back to where something is missing', () => {
    expect(step_of('book', facts([], { preview: null }))).toBe('file');
    expect(step_of('check', facts([], { book: '' }))).toBe('file');
    expect(step_of('check', facts([needed]))).toBe('columns');
    expect(step_of('check', facts([]))).toBe('check');
    expect(step_of('nonsense', facts([]))).toBe('file');
    expect(step_of('', facts([]))).toBe('file');
  });

  it('stay at the result once it is booked', () => {
    const done = facts([], { has_result: true });
    expect(step_of('book', done)).toBe('book');
    expect(is_reachable('columns', done)).toBe(false);
    expect(is_reachable('check', done)).toBe(false);
    expect(is_reachable('file', done)).toBe(true);
  });
});
