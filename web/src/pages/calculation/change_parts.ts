// SPDX-License-Identifier: Apache-2.0
// What each cause made of a change, with the length of its bar: the largest fills it.
import type { ChangePart } from '../../api/types';

export type DrawnPart = { name: string; display: string; down: boolean; width_percent: number };

/** The largest first, whichever way it goes. */
export function change_parts(parts: readonly ChangePart[]): DrawnPart[] {
  const sized = parts.map((part) => ({ part, size: Number(part.text) }));
  const largest = Math.max(...sized.map(({ size }) => Math.abs(size)), 0);
  return sized
    .sort((a, b) => Math.abs(b.size) - Math.abs(a.size))
    .map(({ part, size }) => ({
      name: part.name,
      display: part.display,
      down: size < 0,
      width_percent: largest === 0 ? 0 : Math.round((Math.abs(size) / largest) * 1000) / 10,
    }));
}
