// SPDX-License-Identifier: Apache-2.0
// From a book's lots to where they come from: what they are made of, the trail through the books of
// others, and down again to where it went.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { axe_violations, open_page, start_browser, start_server } from './support.mjs';

let server;
let browser;
before(async () => {
  server = await start_server();
  browser = await start_browser();
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, 'SIGTERM ends the server cleanly');
});

async function visit(path, options) {
  const opened = await open_page(browser, server.base, options);
  await opened.page.goto(server.base + path);
  return opened;
}

const heading = (page, level, name) => page.getByRole('heading', { level, name }).waitFor();
const trail = '/books/pet-bottler/trace?site=bottler_moulding&material=bottles&lot=B-P01';

test('a lot of a book shows its origins and leads to its trail', async () => {
  const { page, wrong, close } = await visit('/books/pet-bottler?view=origins&lang=ja');
  await heading(page, 2, '全ロットの合計');
  const row = page.getByRole('row').filter({ hasText: 'B-P02' });
  await row.getByText('69.5%').waitFor();
  await row.getByText('ポストコンシューマ').first().waitFor();
  await row.getByRole('link', { name: 'どこから来たか' }).click();
  await heading(page, 1, 'B-P02');
  await page.getByRole('link', { name: /再生PETペレット/ }).first().waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('the trail goes through every book, as deep as one wants, and back down', async () => {
  const { page, wrong, close } = await visit(`${trail}&lang=en`);
  await heading(page, 2, /^Where .* come from$/);
  assert.equal(await page.getByRole('link', { name: /C-B01/ }).count(), 0);
  await page.getByText('All', { exact: true }).click();
  await page.getByText(/^The whole trail/).waitFor();
  // What lies deep is closed until it is asked for.
  for (let i = 0; i < 12; i++) {
    const closed = page.locator('.trail button[aria-expanded="false"]');
    if ((await closed.count()) === 0) break;
    await closed.first().click();
  }
  await page.getByRole('link', { name: /C-B01/ }).first().click();
  await heading(page, 1, 'C-B01');
  assert.match(page.url(), /pet-collector/);
  await page.getByText('Where to', { exact: true }).click();
  await heading(page, 2, /^Where .* went/);
  await page.getByText('Less on the scales than was booked').first().waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a lot that is not there is said in words', async () => {
  const { page, close } = await visit(`${trail}X&lang=ja`);
  await page.getByText('ロット「B-P01X」はありません').waitFor();
  await close();
});

test('the trail and the origins are accessible, wide and narrow, and stay within the screen', async () => {
  for (const [path, share] of [
    [trail, '66.7%'],
    ['/books/pet-bottler?view=origins', '69.5%'],
  ]) {
    for (const viewport of [
      { width: 1280, height: 900 },
      { width: 390, height: 844 },
    ]) {
      const { page, close } = await visit(`${path}&lang=ja`, { viewport });
      await page.getByText(share).first().waitFor();
      assert.deepEqual(await axe_violations(page), []);
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(overhang <= 0, `${path} at ${viewport.width}: ${overhang} px too wide`);
      await close();
    }
  }
});
