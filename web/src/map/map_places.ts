// SPDX-License-Identifier: Apache-2.0
// What the map draws for each row of an answer.
import type { IndicatorRow } from '../api/types';
import type { Cell } from './cells';
import type { Point } from './projection';
import { class_of } from './scale';
import { box_of, main_box, type PrefectureShape } from './shapes';

export type MapPlace = {
  code: string;
  name: string;
  prefecture: string;
  at: Point;
  path: string;
  point: boolean;
  merged: boolean;
  class_index: number | null;
  display: string;
  why: string | null;
  flags: string[];
  text: string; // for those who do not see the map
  href: string;
};

type Words = {
  ranked: boolean; // the indicator ranks: a row without a rank is then doubtful
  href: (code: string) => string;
  text: (row: IndicatorRow) => string;
};

function place_of(row: IndicatorRow, cuts: readonly string[], words: Words) {
  // A zero that may be a blank is left out of the ranking; it gets no colour either.
  const doubtful = words.ranked && row.rank === null;
  return {
    code: row.code,
    name: row.name,
    class_index: doubtful ? null : class_of(row.value, cuts),
    display: row.display,
    why: row.why,
    flags: row.flags,
    text: words.text(row),
    href: words.href(row.code),
  };
}

export function municipality_places(
  rows: readonly IndicatorRow[],
  cells: readonly Cell[],
  cuts: readonly string[],
  words: Words,
): MapPlace[] {
  const by_code = new Map(cells.map((cell) => [cell.code, cell]));
  return rows.flatMap((row) => {
    const cell = by_code.get(row.code);
    if (!cell) return [];
    const { prefecture, at, path, island, merged } = cell;
    return [{ ...place_of(row, cuts, words), prefecture, at, path, point: island, merged }];
  });
}

export function prefecture_places(
  rows: readonly IndicatorRow[],
  shapes: readonly PrefectureShape[],
  cuts: readonly string[],
  words: Words,
): MapPlace[] {
  const by_code = new Map(shapes.map((shape) => [shape.code, shape]));
  return rows.flatMap((row) => {
    const shape = by_code.get(row.code.slice(0, 2));
    if (!shape) return [];
    const box = main_box(shape);
    const at: Point = [box.x + box.width / 2, box.y + box.height / 2];
    return [
      {
        ...place_of(row, cuts, words),
        prefecture: shape.code,
        at,
        path: shape.path,
        point: false,
        merged: false,
      },
    ];
  });
}

/** The box of the land around the places, to look at one prefecture's towns. */
export function box_of_places(places: readonly MapPlace[]) {
  return box_of(places.map((place) => place.at));
}
