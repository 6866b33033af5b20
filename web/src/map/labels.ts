// SPDX-License-Identifier: Apache-2.0
// Which names fit on the map without touching one another. First come, first served: places come
// in the order of their codes, which puts the seat of the prefecture and cities first.
import type { MapPlace } from './map_places';
import type { Viewport } from './viewport';

export type MapLabel = { code: string; name: string; x: number; y: number };

const text_height_px = 16;

function text_width_px(name: string): number {
  let width = 0;
  for (const letter of name) width += letter.codePointAt(0)! > 0x2e7f ? 13 : 7.5;
  return width;
}

/** Cost: O(places × labels shown). */
export function labels_of(
  places: readonly MapPlace[],
  view: Viewport,
  pixels_per_unit: number,
  width_px: number,
  height_px: number,
): MapLabel[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const labels: MapLabel[] = [];
  for (const place of places) {
    const x = width_px / 2 + (place.at[0] - view.x) * pixels_per_unit;
    const y = height_px / 2 + (place.at[1] - view.y) * pixels_per_unit;
    const half = text_width_px(place.name) / 2 + 3;
    const box = { left: x - half, right: x + half, top: y - text_height_px, bottom: y + 4 };
    if (box.left < 0 || box.right > width_px || box.top < 0 || box.bottom > height_px) continue;
    if (
      taken.some(
        (other) =>
          box.left < other.right &&
          box.right > other.left &&
          box.top < other.bottom &&
          box.bottom > other.top,
      )
    )
      continue;
    taken.push(box);
    labels.push({ code: place.code, name: place.name, x: place.at[0], y: place.at[1] });
  }
  return labels;
}
