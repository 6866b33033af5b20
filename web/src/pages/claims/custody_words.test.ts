// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { share_of_percent } from './custody_words';

describe('share_of_percent', () => {
  it('writes a percentage as the exact share', () => {
    const shares = ['100', '97', '97.5', '0.0001', '12.3456', '7'].map(share_of_percent);
    expect(shares).toEqual(['1', '0.97', '0.975', '0.000001', '0.123456', '0.07']);
  });

  it('takes no other numbers', () => {
    for (const text of ['', '0', '-1', '100.1', '1000', '1.23456', '1e1', '97 %', '.5']) {
      expect(share_of_percent(text), text).toBeNull();
    }
  });
});
