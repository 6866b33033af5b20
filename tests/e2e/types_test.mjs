// SPDX-License-Identifier: Apache-2.0
// The types that the web app is checked against are the ones the engine writes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { meguri, root } from './support.mjs';

test('web/src/api/types.ts is what `meguri types` writes', () => {
  const kept = readFileSync(join(root, 'web/src/api/types.ts'), 'utf8');
  assert.equal(kept, meguri('types'), 'run: meguri types > web/src/api/types.ts');
});
