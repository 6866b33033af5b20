// SPDX-License-Identifier: Apache-2.0
// Prints what the first page weighs (gzip) and fails above the budget. Fonts are counted apart:
// they are fetched only where the machine has no Japanese font of the stack installed.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const budget_bytes = 400_000;
const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist');
const sums = { code: 0, fonts: 0 };
for (const name of readdirSync(join(dist, 'assets'))) {
  const bytes = readFileSync(join(dist, 'assets', name));
  if (extname(name) === '.woff2') sums.fonts += bytes.length;
  else sums.code += gzipSync(bytes, { level: 9 }).length;
}
console.error(
  `bundle: ${(sums.code / 1000).toFixed(0)} kB gzip in all; ` +
    `font slices on demand: ${(sums.fonts / 1000).toFixed(0)} kB`,
);
if (sums.code > budget_bytes) {
  console.error(`bundle: above the budget of ${budget_bytes / 1000} kB`);
  process.exit(1);
}
