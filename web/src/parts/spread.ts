// SPDX-License-Identifier: Apache-2.0
// Where marks stand on a strip that shows how a group of places spreads. The axis reaches from the
// lowest to the highest tenth of all groups (and to the place itself), so that a few extreme places
// do not squeeze the others together; what lies outside is cut at the edge.
import type { Distribution } from '../api/types';

export type Axis = { low: number; high: number };

export function axis_of(distributions: readonly Distribution[], value: number | null): Axis {
  const numbers = distributions.flatMap((item) => [Number(item.p10), Number(item.p90)]);
  if (value !== null) numbers.push(value);
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const room = (high - low) * 0.06 || Math.abs(high) * 0.06 || 1;
  return { low: low - room, high: high + room };
}

/** Percent of the axis, kept inside it. */
export function place_on(axis: Axis, value: number): number {
  const share = (value - axis.low) / (axis.high - axis.low);
  return 100 * Math.min(Math.max(share, 0), 1);
}
