// SPDX-License-Identifier: Apache-2.0
// Areas for municipalities where no boundaries are at hand: inside each prefecture, the land that
// lies nearer to one town's office than to any other (Voronoi cells, to be clipped by the shape).
// Cost: O(n log n) for n towns.
import { Delaunay } from 'd3-delaunay';
import type { Place } from '../api/types';
import { group_by } from '../parts/group';
import { project, window_of, type Point, type Window } from './projection';
import { box_of, holds, path_of, type PrefectureShape } from './shapes';

export type Cell = {
  code: string;
  prefecture: string;
  at: Point;
  path: string; // to be clipped by the prefecture's shape; empty where no land of the shape is near
  island: boolean; // the office lies off every drawn shape: show a point besides
  merged: boolean; // made of the areas of several offices: has lines inside
};

type Town = Pick<Place, 'code' | 'latitude' | 'longitude' | 'reports_as'>;
type Located = { code: string; at: Point; window: Window };

function located(towns: readonly Town[]): Located[] {
  // Where members report together, their areas together are the unit's; its own office is one of
  // theirs and gets no area besides.
  const units = new Set(towns.map((town) => town.reports_as));
  return towns.flatMap((town) => {
    if (town.latitude === null || town.longitude === null || units.has(town.code)) return [];
    const degrees: Point = [town.longitude, town.latitude];
    const code = town.reports_as ?? town.code;
    return [{ code, at: project(degrees), window: window_of(degrees) }];
  });
}

function merged(cells: readonly Cell[]): Cell[] {
  return [...group_by(cells, (cell) => cell.code).values()].map((parts) => {
    const first = parts[0] as Cell;
    if (parts.length === 1) return first;
    const mean = (axis: 0 | 1) =>
      parts.reduce((sum, cell) => sum + cell.at[axis], 0) / parts.length;
    return {
      ...first,
      at: [mean(0), mean(1)],
      path: parts.map((cell) => cell.path).join(''),
      island: parts.every((cell) => cell.island),
      merged: true,
    };
  });
}

function cells_in(shape: PrefectureShape, window: Window, towns: Located[]): Cell[] {
  const rings = shape.rings.filter((ring) => ring.window === window);
  const box = box_of([...rings.flatMap((ring) => ring.points), ...towns.map((town) => town.at)]);
  const margin = 2;
  const diagram = Delaunay.from(towns.map((town) => [town.at[0], town.at[1]])).voronoi([
    box.x - margin,
    box.y - margin,
    box.x + box.width + margin,
    box.y + box.height + margin,
  ]);
  return towns.map((town, index) => {
    const polygon = rings.length > 0 ? (diagram.cellPolygon(index) as Point[] | null) : null;
    return {
      code: town.code,
      prefecture: shape.code,
      at: town.at,
      path: polygon ? path_of(polygon.slice(0, -1)) : '',
      island: !holds(shape, town.at),
      merged: false,
    };
  });
}

export function cells_of(shapes: readonly PrefectureShape[], towns: readonly Town[]): Cell[] {
  const by_prefecture = group_by(located(towns), (town) => town.code.slice(0, 2));
  const cells = shapes.flatMap((shape) => {
    const by_window = group_by(by_prefecture.get(shape.code) ?? [], (town) => town.window);
    return [...by_window].flatMap(([window, group]) => cells_in(shape, window, group));
  });
  return merged(cells);
}
