// SPDX-License-Identifier: Apache-2.0
// The next place in a direction, for the arrow keys: near, and not too far off the direction.
import type { Point } from './projection';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const towards: Record<Direction, Point> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function is_direction(key: string): key is Direction {
  return key in towards;
}

/** The code of the next place, or null at the edge. Cost: O(n). */
export function next_place(
  places: Iterable<{ code: string; at: Point }>,
  from: { code: string; at: Point },
  direction: Direction,
): string | null {
  const [ux, uy] = towards[direction];
  let best: string | null = null;
  let best_cost = Infinity;
  for (const place of places) {
    if (place.code === from.code) continue;
    const dx = place.at[0] - from.at[0];
    const dy = place.at[1] - from.at[1];
    const along = dx * ux + dy * uy;
    const aside = Math.abs(dx * uy - dy * ux);
    if (along <= 0 || aside > 2 * along) continue;
    const cost = along + 2 * aside;
    if (cost < best_cost) {
      best_cost = cost;
      best = place.code;
    }
  }
  return best;
}
