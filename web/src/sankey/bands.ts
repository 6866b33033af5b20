// SPDX-License-Identifier: Apache-2.0
// The outlines of flows as filled paths. A filled path keeps its width in narrow bends, where a
// thick stroke would fold over itself.

export type At = readonly [number, number];
export type Band = { path: string; middle: At };

const text = (number: number) => number.toFixed(1);
const at = ([x, y]: At) => `${text(x)},${text(y)}`;

/** A curve between two points that leaves and arrives level. */
function curve([x0, y0]: At, [x1, y1]: At): string {
  const middle = (x0 + x1) / 2;
  return `C${at([middle, y0])} ${at([middle, y1])} ${at([x1, y1])}`;
}

/** A band along points from left to right, `width` high at each of them. */
export function bend(points: readonly At[], width: number): Band {
  const half = width / 2;
  const upper = points.map(([x, y]): At => [x, y - half]);
  const lower = points.map(([x, y]): At => [x, y + half]).reverse();
  const along = (line: readonly At[]) =>
    line.slice(1).map((point, index) => {
      const from = line[index] as At;
      return from[1] === point[1] ? `L${at(point)}` : curve(from, point);
    }).join('');
  const path = `M${at(upper[0] as At)}${along(upper)}L${at(lower[0] as At)}${along(lower)}Z`;
  // The label goes to the middle of the longest stretch.
  let best: [At, At] = [points[0] as At, points[1] as At];
  points.slice(1).forEach((point, index) => {
    const from = points[index] as At;
    if (point[0] - from[0] > best[1][0] - best[0][0]) best = [from, point];
  });
  return { path, middle: [(best[0][0] + best[1][0]) / 2, (best[0][1] + best[1][1]) / 2] };
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
  const arc = (radius: number, sweep: 0 | 1, to: At) => `A${text(radius)},${text(radius)} 0 0 ${sweep} ${at(to)}`;
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
  return { path: outside.join('') + inside.join(''), middle: [(left + right) / 2, way.lane] };
}
