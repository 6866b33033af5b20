// SPDX-License-Identifier: Apache-2.0
// The shapes of the prefectures on the sheet, from the file that the build extracts.
import { project, window_of, type Point, type Window } from './projection';

export type ShapeFile = {
  grid: number;
  prefectures: { code: string; rings: string[] }[];
  uncovered: string[]; // land that the statistics do not cover
};
export type Ring = { window: Window; points: Point[] };
export type PrefectureShape = { code: string; rings: Ring[]; path: string };
export type Box = { x: number; y: number; width: number; height: number };

/** The points of one ring in degrees: the first as it is, the others as differences. */
export function decode_ring(text: string, grid: number): Point[] {
  let x = 0;
  let y = 0;
  return text.split(' ').map((pair) => {
    const [dx = 0, dy = 0] = pair.split(',').map(Number);
    x += dx;
    y += dy;
    return [x / grid, y / grid] as const;
  });
}

export function path_of(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}Z`;
}

function rings_of(texts: readonly string[], grid: number): Ring[] {
  return texts.map((text) => {
    const degrees = decode_ring(text, grid);
    const window = window_of(degrees[0] ?? [0, 0]);
    return { window, points: degrees.map((point) => project(point, window)) };
  });
}

/** Land without statistics, as one path. */
export function uncovered_path(file: ShapeFile): string {
  return rings_of(file.uncovered, file.grid)
    .map((ring) => path_of(ring.points))
    .join('');
}

/** Islands of one prefecture may fall into different windows; a ring stays whole. */
export function shapes_of(file: ShapeFile): PrefectureShape[] {
  return file.prefectures.map(({ code, rings }) => {
    const drawn = rings_of(rings, file.grid);
    return { code, rings: drawn, path: drawn.map((ring) => path_of(ring.points)).join('') };
  });
}

export function box_of(points: Iterable<Point>): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where to look when a prefecture is chosen: its rings near the largest one. */
export function main_box(shape: PrefectureShape): Box {
  const largest = shape.rings.reduce((a, b) => (area(b) > area(a) ? b : a));
  return box_of(largest.points);
}

function area(ring: Ring): number {
  const box = box_of(ring.points);
  return box.width * box.height;
}

/** Even-odd rule. */
export function holds(shape: PrefectureShape, [x, y]: Point): boolean {
  let inside = false;
  for (const { points } of shape.rings) {
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [ax, ay] = points[i] as Point;
      const [bx, by] = points[j] as Point;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
