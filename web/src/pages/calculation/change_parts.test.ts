// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { change_parts } from './change_parts';

const part = (name: string, text: string) => ({ name, text, display: `${text} t`, share_percent: null });

describe('parts of a change', () => {
  it('stand with the largest first, which fills its bar', () => {
    const drawn = change_parts([part('a', '1.5'), part('b', '-6'), part('c', '3')]);
    expect(drawn.map(({ name }) => name)).toEqual(['b', 'c', 'a']);
    expect(drawn.map(({ width_percent }) => width_percent)).toEqual([100, 50, 25]);
    expect(drawn.map(({ down }) => down)).toEqual([true, false, false]);
  });

  it('may be none, or too small to show', () => {
    expect(change_parts([])).toEqual([]);
    expect(change_parts([part('a', '0')])[0]?.width_percent).toBe(0);
  });
});
