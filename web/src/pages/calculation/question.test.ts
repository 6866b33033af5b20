// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { inputs_of, request_body, rows_field, rows_of, with_inputs } from './question';

describe('inputs in the address', () => {
  it('are read by id, the last one counts, and what is none is left out', () => {
    const inputs = inputs_of(['cut=10', 'cut=20..30', 'note=a=b', 'broken', '=1', 'empty= ']);
    expect([...inputs]).toEqual([
      ['cut', '20..30'],
      ['note', 'a=b'],
    ]);
  });

  it('keep their order when one changes, and a cleared one leaves', () => {
    expect(with_inputs(['a=1', 'b=2'], { a: ' 3 ', c: '?' })).toEqual(['a=3', 'b=2', 'c=?']);
    expect(with_inputs(['a=1', 'b=2'], { a: '' })).toEqual(['b=2']);
  });
});

describe('rows in the address', () => {
  const rows = { pens: [{ row: 'ペン', recycled: '40' }], empty: [] };

  it('come back as they were, without empty lists', () => {
    const field = rows_field(rows);
    expect(field).not.toBeNull();
    expect(rows_of(field ?? '')).toEqual({ pens: rows.pens });
    expect(rows_field({ empty: [] })).toBe('');
  });

  it('stay in the page where they are too many', () => {
    const many = Array.from({ length: 300 }, (_, index) => ({ row: `${index}`, mass: '1' }));
    expect(rows_field({ inflow: many })).toBeNull();
  });

  it('are nothing where somebody spoilt them', () => {
    for (const text of ['', '{', '[]', '"x"', 'null', '{"a":1}', '{"a":[1]}', '{"a":[{"b":1}]}']) {
      expect(rows_of(text), text).toEqual({});
    }
  });
});

describe('the body of the request', () => {
  it('leaves out what is not said, a period without a place or book, and a book beside a place', () => {
    const nothing = {
      ...{ place: '', book: '', period: '', sample: false, inputs: [], rows: {} },
      ...{ draws: 0, seed: '' },
    };
    expect(request_body(nothing)).toEqual({});
    expect(request_body({ ...nothing, period: 'FY2024', rows: { a: [] } })).toEqual({});
    expect(request_body({ ...nothing, draws: 10_000, seed: '7' })).toEqual({ draws: 10_000, seed: 7 });
    expect(request_body({ ...nothing, seed: '7' })).toEqual({});
    expect(request_body({ ...nothing, book: 'mill', period: '2025-04' })).toEqual({
      book: 'mill',
      period: '2025-04',
    });
    expect(request_body({ ...nothing, book: 'mill', place: '01100' })).toEqual({ place: '01100' });
    expect(
      request_body({
        ...nothing,
        place: '01100',
        period: 'FY2024',
        sample: true,
        inputs: ['cut=5'],
        rows: { a: [{ row: 'x' }] },
      }),
    ).toEqual({
      place: '01100',
      period: 'FY2024',
      sample: true,
      inputs: ['cut=5'],
      rows: { a: [{ row: 'x' }] },
    });
  });
});
