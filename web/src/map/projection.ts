// SPDX-License-Identifier: Apache-2.0
// Longitude and latitude (degrees) to the sheet of the map: equal areas, north up, three windows.
// The south-western islands and Ogasawara lie far out; they are drawn at the same scale in frames
// of their own, where there is sea.
import { geoConicEqualArea } from 'd3-geo';

export type Point = readonly [number, number];
export type Window = 'main' | 'southwest' | 'ogasawara';

export const sheet = { width: 1000, height: 1000 } as const;

/** Frames on the sheet, in its units. */
export const frames: Record<
  Exclude<Window, 'main'>,
  { x: number; y: number; width: number; height: number }
> = {
  southwest: { x: 6, y: 40, width: 496, height: 370 },
  ogasawara: { x: 860, y: 728, width: 104, height: 244 },
};

const scale = 3560;

function conic(longitude: number, latitude: number, x: number, y: number) {
  return geoConicEqualArea()
    .parallels([32, 43])
    .rotate([-longitude, 0])
    .center([0, latitude])
    .scale(scale)
    .translate([x, y]);
}

const projections = {
  main: conic(137.3, 38.05, 473, 502),
  southwest: conic(127.2, 26.75, 258, 248),
  ogasawara: conic(142.0, 26.5, 925, 815),
};

export function window_of([longitude, latitude]: Point): Window {
  if (latitude < 29.9 && longitude < 132) return 'southwest';
  if (latitude < 29 && longitude > 138) return 'ogasawara';
  return 'main';
}

export function project(point: Point, window: Window = window_of(point)): Point {
  const projected = projections[window]([point[0], point[1]]);
  return projected ?? [0, 0];
}
