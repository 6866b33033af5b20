// SPDX-License-Identifier: Apache-2.0
// What part of the sheet is seen: a centre and a magnification. Pure arithmetic.
import { sheet, type Point } from './projection';
import type { Box } from './shapes';

export type Viewport = { x: number; y: number; zoom: number };

export const whole: Viewport = { x: sheet.width / 2, y: sheet.height / 2, zoom: 1 };
export const zoom_limit = 24;

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Never beyond the sheet. */
export function bounded(view: Viewport): Viewport {
  const zoom = clamp(view.zoom, 1, zoom_limit);
  const half_width = sheet.width / zoom / 2;
  const half_height = sheet.height / zoom / 2;
  return {
    zoom,
    x: clamp(view.x, half_width, sheet.width - half_width),
    y: clamp(view.y, half_height, sheet.height - half_height),
  };
}

/** Magnifies so that the point under the pointer stays where it is. */
export function zoomed(view: Viewport, factor: number, fixed: Point = [view.x, view.y]): Viewport {
  const zoom = clamp(view.zoom * factor, 1, zoom_limit);
  const ratio = view.zoom / zoom;
  return bounded({
    zoom,
    x: fixed[0] + (view.x - fixed[0]) * ratio,
    y: fixed[1] + (view.y - fixed[1]) * ratio,
  });
}

export function moved(view: Viewport, dx: number, dy: number): Viewport {
  return bounded({ ...view, x: view.x + dx, y: view.y + dy });
}

export function fitted(box: Box): Viewport {
  const room = 1.25;
  return bounded({
    x: box.x + box.width / 2,
    y: box.y + box.height / 2,
    zoom: Math.min(sheet.width / (box.width * room), sheet.height / (box.height * room)),
  });
}

export function view_box(view: Viewport): string {
  const width = sheet.width / view.zoom;
  const height = sheet.height / view.zoom;
  return [view.x - width / 2, view.y - height / 2, width, height]
    .map((number) => number.toFixed(2))
    .join(' ');
}

export function viewport_text(view: Viewport): string | null {
  if (view.zoom <= 1) return null;
  return `${view.x.toFixed(0)},${view.y.toFixed(0)},${view.zoom.toFixed(1)}`;
}

/** "whole" is written where a prefecture is chosen but the whole country is looked at. */
export function viewport_of(text: string): Viewport | null {
  if (text === 'whole') return whole;
  const parts = text.split(',').map(Number);
  const [x, y, zoom] = parts;
  if (parts.length !== 3 || x === undefined || y === undefined || zoom === undefined) return null;
  return parts.every(Number.isFinite) ? bounded({ x, y, zoom }) : null;
}
