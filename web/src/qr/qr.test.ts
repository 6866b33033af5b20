// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { qr_image } from './qr';

/** The modules that a path of one-high runs fills. */
function modules_of(path: string): Set<string> {
  const filled = new Set<string>();
  for (const [, x = '', y = '', width = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\d+z/g)) {
    for (let i = 0; i < Number(width); i++) filled.add(`${Number(x) + i},${y}`);
  }
  return filled;
}

describe('qr_image', () => {
  it('has the size of its version and a quiet zone', () => {
    expect(qr_image('a').size).toBe(21 + 8);
    const address = 'http://127.0.0.1:8642/verify?book=pet-recycler&claim=claim-64e70410541c';
    expect(qr_image(address).size).toBe(37 + 8); // version 5 holds 84 bytes at level M
  });

  it('has finder patterns in three corners and nothing in the quiet zone', () => {
    const { size, path } = qr_image('https://example.test/');
    const filled = modules_of(path);
    const last = size - 4 - 7;
    for (const [left, top] of [
      [4, 4],
      [last, 4],
      [4, last],
    ] as const) {
      const module_at = (x: number, y: number) =>
        filled.has(`${left + x},${top + y}`) ? '#' : '.';
      const rows = [0, 1, 3].map((y) => [0, 1, 2, 3, 4, 5, 6].map((x) => module_at(x, y)).join(''));
      expect(rows).toEqual(['#######', '#.....#', '#.###.#']);
    }
    for (const cell of filled) {
      const [x = 0, y = 0] = cell.split(',').map(Number);
      expect(Math.min(x, y, size - 1 - x, size - 1 - y)).toBeGreaterThanOrEqual(4);
    }
  });

  it('says level M in both copies of its format', () => {
    const { size, path } = qr_image('a');
    const filled = modules_of(path);
    // The two bits of level M are 00, masked with 10: ISO/IEC 18004, 7.9.1.
    const bits = [filled.has('4,12'), filled.has('5,12')];
    expect(bits).toEqual([true, false]);
    expect([filled.has(`12,${size - 5}`), filled.has(`12,${size - 6}`)]).toEqual([true, false]);
  });
});
