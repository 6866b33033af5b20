// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { is_book_id, suggested_id } from './book_id';

describe('suggested_id', () => {
  it('keeps what latin letters a name has', () => {
    expect(suggested_id('PET Recycler, Ltd.')).toBe('pet-recycler-ltd');
    expect(suggested_id('ＡＢＣ再生')).toBe('abc');
    expect(suggested_id('再生事業者')).toBe('');
  });
});

describe('is_book_id', () => {
  it('takes no slash, no space, no capital', () => {
    expect(is_book_id('pet-recycler')).toBe(true);
    for (const id of ['', 'a/b', 'a b', 'PET', '-a', '帳']) expect(is_book_id(id), id).toBe(false);
  });
});
