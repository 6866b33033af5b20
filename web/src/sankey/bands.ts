// SPDX-License-Identifier: Apache-2.0
// The outlines of flows as filled paths. A filled path keeps its width in narrow bends, where a
// thick stroke would fold over itself.

export type At = readonly [number, number];
export type Band = {
  path: string;
  stops: At[]; // points on the middle line where a label may stand, the best first
};

const text = (number: number) => number.toFixed(1);
const at = ([x, y]: At) => `${text(x)},${text(y)}`;

/**
 * Slopes at the points of a line that never swings beyond them: level at both ends and at turning
 * points, between them the harmonic mean of the neighbouring slopes (Fritsch and Carlson 1980).
 */
function slopes(points: readonly At[]): number[] {
  return points.map(([x, y], index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before || !after) return 0;
    const left = (y - before[1]) / (x - before[0]);
    const right = (after[1] - y) / (after[0] - x);
    return left * right <= 0 ? 0 : (2 * left * right) / (left + right);
  });
}

/** The line as cubic curves, without the first move. */
function smooth(points: readonly At[], slope: readonly number[]): string {
  return points
    .slice(1)
    .map((point, index) => {
      const from = points[index] as At;
      const reach = (point[0] - from[0]) / (points.length === 2 ? 2 : 2.6);
      const leave: At = [from[0] + reach, from[1] + (slope[index] ?? 0) * reach];
      const arrive: At = [point[0] - reach, point[1] - (slope[index + 1] ?? 0) * reach];
      return `C${at(leave)} ${at(arrive)} ${at(point)}`;
    })
    .join('');
}

/** A band along points from left to right, `width` high at each of them. */
export function bend(points: readonly At[], width: number): Band {
  const half = width / 2;
  const slope = slopes(points);
  const upper = points.map(([x, y]): At => [x, y - half]);
  const lower = points.map(([x, y]): At => [x, y + half]).reverse();
  const path =
    `M${at(upper[0] as At)}${smooth(upper, slope)}L${at(lower[0] as At)}` +
    `${smooth(lower, [...slope].reverse())}Z`;
  const stretches = points.slice(1).map((point, index) => [points[index] as At, point] as const);
  const middles = stretches.map(([a, b]): At => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
  return { path, stops: [...middles, ...points.slice(1, -1)] };
}

export type Return = {
  x0: number; // right edge of the node it leaves
  y0: number;
  x1: number; // left edge of the node it enters
  y1: number;
  lane: number; // y of the middle of its lane, below everything
  out: number; // how far it runs right before it turns down
  into: number; // how far left of the node it turns up
  bend: number; // radius of the inner side of its bends
};

/** A band that turns down, runs back to the left in its lane and turns up into its node. */
export function return_band(way: Return, width: number): Band {
  const half = width / 2;
  const inner = way.bend;
  const outer = way.bend + width;
  const right = way.x0 + way.out;
  const left = way.x1 - way.into;
  const arc = (radius: number, sweep: 0 | 1, to: At) =>
    `A${text(radius)},${text(radius)} 0 0 ${sweep} ${at(to)}`;
  const outside = [
    `M${at([way.x0, way.y0 - half])}`,
    `L${at([right, way.y0 - half])}`,
    arc(outer, 1, [right + outer, way.y0 + half + inner]),
    `L${at([right + outer, way.lane - half - inner])}`,
    arc(outer, 1, [right, way.lane + half]),
    `L${at([left, way.lane + half])}`,
    arc(outer, 1, [left - outer, way.lane - half - inner]),
    `L${at([left - outer, way.y1 + half + inner])}`,
    arc(outer, 1, [left, way.y1 - half]),
    `L${at([way.x1, way.y1 - half])}`,
  ];
  const inside = [
    `L${at([way.x1, way.y1 + half])}`,
    `L${at([left, way.y1 + half])}`,
    arc(inner, 0, [left - inner, way.y1 + half + inner]),
    `L${at([left - inner, way.lane - half - inner])}`,
    arc(inner, 0, [left, way.lane - half]),
    `L${at([right, way.lane - half])}`,
    arc(inner, 0, [right + inner, way.lane - half - inner]),
    `L${at([right + inner, way.y0 + half + inner])}`,
    arc(inner, 0, [right, way.y0 + half]),
    `L${at([way.x0, way.y0 + half])}Z`,
  ];
  const shift = (right - left) / 4;
  const middle = (left + right) / 2;
  return {
    path: outside.join('') + inside.join(''),
    stops: [
      [middle, way.lane],
      [middle - shift, way.lane],
      [middle + shift, way.lane],
    ],
  };
}
