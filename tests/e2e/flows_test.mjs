// SPDX-License-Identifier: Apache-2.0
// Flows as a Sankey diagram with a circle in it, down to the entries behind a flow.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open_page, start_browser, start_server } from './support.mjs';

let server;
let browser;
before(async () => {
  server = await start_server();
  browser = await start_browser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function visit(path) {
  const opened = await open_page(browser, server.base);
  await opened.page.goto(server.base + path);
  await opened.page.locator('path.link').first().waitFor();
  return opened;
}

test('the sample books make a circle and say loudly that they are a sample', async () => {
  const { page, wrong, close } = await visit('/flows?lang=ja&data_set=pet-bottle-loop');
  assert.ok((await page.locator('path.link.back').count()) > 0, 'flows lead back');
  await page.getByText('見本データ', { exact: true }).first().waitFor();
  const paths = await page
    .locator('path.link')
    .evaluateAll((all) => all.map((path) => path.getAttribute('d')));
  for (const path of paths) assert.doesNotMatch(path, /NaN|undefined/);
  assert.deepEqual(wrong, []);
  await close();
});

test('a flow opens its evidence and the balanced entry behind it', async () => {
  const { page, wrong, close } = await visit('/flows?lang=ja&data_set=pet-bottle-loop');
  await page.locator('path.link.back').first().press('Enter');
  await page.getByRole('complementary', { name: '選んだ流れの詳細' }).waitFor();
  assert.ok(new URL(page.url()).searchParams.get('chosen'), 'the choice stands in the address');
  await page.getByRole('link', { name: /元の仕訳と根拠を開く/ }).click();
  const sheet = page.getByRole('dialog');
  await sheet.locator('.inputs').getByRole('button').first().click();
  await sheet.getByText('元になった仕訳').waitFor();
  const masses = await sheet.locator('table.data td.number').allInnerTexts();
  assert.ok(masses.length >= 2);
  const sum = masses.reduce(
    (total, text) =>
      total + BigInt(Math.round(1e9 * Number(text.replace(/[−▲]/, '-').replace(/[^\d.-]/g, '')))),
    0n,
  );
  assert.equal(sum, 0n, `the lines balance: ${masses.join(' ')}`);
  assert.deepEqual(wrong, []);
  await close();
});

test('small flows are left out on request', async () => {
  const { page, close } = await visit('/flows?lang=ja&data_set=pet-bottle-loop');
  const all = await page.locator('path.link').count();
  await page.getByRole('slider').fill('7');
  await page.getByText(/小さな流れ .* 本を省いています/).waitFor();
  assert.ok((await page.locator('path.link').count()) < all);
  await close();
});

test('the flows of a town have a table twin with the same numbers', async () => {
  const { page, wrong, close } = await visit('/flows?lang=en&place=01100');
  await page
    .getByRole('cell', { name: /543,166/ })
    .first()
    .waitFor();
  const drawn = await page.locator('path.link').count();
  const rows = await page.getByRole('region', { name: 'All flows' }).locator('tbody tr').count();
  assert.ok(rows >= drawn, 'parts within bounds stand in the table besides');
  assert.deepEqual(wrong, []);
  await close();
});
