// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cells_of } from './cells';
import { next_place } from './neighbour';
import { frames, project, sheet, window_of } from './projection';
import { decode_ring, holds, main_box, shapes_of, uncovered_path, type ShapeFile } from './shapes';
import { fitted, viewport_of, viewport_text, whole, zoomed } from './viewport';

const file = JSON.parse(
  readFileSync(new URL('../generated/prefectures.json', import.meta.url), 'utf8'),
) as ShapeFile;
const shapes = shapes_of(file);

describe('the sheet', () => {
  it('holds every island of every prefecture', () => {
    expect(shapes).toHaveLength(47);
    for (const { code, rings } of shapes) {
      for (const [x, y] of rings.flatMap((ring) => ring.points)) {
        expect(x, code).toBeGreaterThan(0);
        expect(x, code).toBeLessThan(sheet.width);
        expect(y, code).toBeGreaterThan(0);
        expect(y, code).toBeLessThan(sheet.height);
      }
    }
  });

  it('shows the islands without statistics, inside the sheet', () => {
    expect(file.uncovered.length).toBeGreaterThanOrEqual(3);
    for (const [, x] of uncovered_path(file).matchAll(/(-?\d+\.\d),/g)) {
      expect(Number(x)).toBeLessThan(sheet.width);
    }
  });

  it('keeps far islands inside their frames and the main islands out of them', () => {
    for (const ring of shapes.flatMap((shape) => shape.rings)) {
      for (const [x, y] of ring.points) {
        for (const [name, frame] of Object.entries(frames)) {
          const inside =
            x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height;
          expect(inside, `${ring.window} in ${name}`).toBe(ring.window === name);
        }
      }
    }
  });

  it('puts north up and east right', () => {
    const [sapporo, tokyo, fukuoka] = [
      project([141.35, 43.06]),
      project([139.69, 35.69]),
      project([130.42, 33.61]),
    ];
    expect(sapporo[1]).toBeLessThan(tokyo[1]);
    expect(fukuoka[0]).toBeLessThan(tokyo[0]);
    expect(window_of([127.68, 26.21])).toBe('southwest');
    expect(window_of([142.19, 27.09])).toBe('ogasawara');
    expect(window_of([139.78, 33.11])).toBe('main');
  });

  it('reads rings back from differences', () => {
    expect(decode_ring('400,800 4,0 0,-8', 400)).toEqual([
      [1, 2],
      [1.01, 2],
      [1.01, 1.98],
    ]);
  });
});

describe('cells', () => {
  const towns = [
    { code: '01100', latitude: 43.06, longitude: 141.35, reports_as: null },
    { code: '01202', latitude: 41.77, longitude: 140.73, reports_as: null },
    { code: '13421', latitude: 27.09, longitude: 142.19, reports_as: null },
    { code: '13100', latitude: 35.69, longitude: 139.69, reports_as: null },
    { code: '47201', latitude: null, longitude: null, reports_as: null },
  ];

  it('give every located town a place in its own prefecture', () => {
    const cells = cells_of(shapes, towns);
    expect(cells.map((cell) => cell.code).sort()).toEqual(['01100', '01202', '13100', '13421']);
    for (const cell of cells) expect(cell.prefecture).toBe(cell.code.slice(0, 2));
    expect(cells.find((cell) => cell.code === '01100')?.island).toBe(false);
  });

  it('join the areas of members that report together', () => {
    const wards = [
      { code: '13101', latitude: 35.694, longitude: 139.754, reports_as: '13100' },
      { code: '13123', latitude: 35.707, longitude: 139.868, reports_as: '13100' },
    ];
    const cells = cells_of(shapes, [...towns, ...wards]);
    const joined = cells.filter((cell) => cell.code === '13100');
    expect(joined).toHaveLength(1);
    expect(joined[0]?.merged).toBe(true);
    expect(joined[0]?.path.match(/M/g)).toHaveLength(2);
    expect(cells.some((cell) => cell.code === '13101')).toBe(false);
  });

  it('know land from sea', () => {
    const hokkaido = shapes.find((shape) => shape.code === '01');
    expect(hokkaido && holds(hokkaido, project([142.8, 43.5]))).toBe(true);
    expect(hokkaido && holds(hokkaido, project([139.0, 43.5]))).toBe(false);
  });
});

describe('the arrow keys', () => {
  const places = [
    { code: 'centre', at: [0, 0] as const },
    { code: 'near', at: [10, 2] as const },
    { code: 'far', at: [50, 0] as const },
    { code: 'north', at: [1, -10] as const },
  ];
  const centre = { code: 'centre', at: [0, 0] as const };

  it('go to what is near in their direction', () => {
    expect(next_place(places, centre, 'ArrowRight')).toBe('near');
    expect(next_place(places, centre, 'ArrowUp')).toBe('north');
    expect(next_place(places, centre, 'ArrowLeft')).toBeNull();
  });
});

describe('the viewport', () => {
  it('keeps the point under the pointer', () => {
    const view = zoomed({ x: 500, y: 500, zoom: 2 }, 2, [400, 600]);
    expect((400 - view.x) * view.zoom).toBeCloseTo((400 - 500) * 2);
    expect((600 - view.y) * view.zoom).toBeCloseTo((600 - 500) * 2);
  });

  it('never leaves the sheet', () => {
    expect(zoomed(whole, 0.1)).toEqual(whole);
    const corner = zoomed(whole, 4, [0, 0]);
    expect(corner.x).toBeGreaterThanOrEqual(sheet.width / corner.zoom / 2);
  });

  it('is the same when read back from the address', () => {
    const shape = shapes.find((item) => item.code === '13');
    const view = fitted(main_box(shape!));
    expect(view.zoom).toBeGreaterThan(4);
    const again = viewport_of(viewport_text(view) ?? '');
    expect(again?.zoom).toBeCloseTo(view.zoom, 1);
    expect(viewport_of('1,2')).toBeNull();
    expect(viewport_of('a,b,c')).toBeNull();
    expect(viewport_text(whole)).toBeNull();
  });
});
