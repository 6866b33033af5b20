// SPDX-License-Identifier: Apache-2.0
// The officer's way: find the own town, read its diagnosis, see where a number comes from, switch
// the language, take the results home.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { cell_of, open_page, start_browser, start_server } from './support.mjs';

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

test('a town is found by kana and its diagnosis is read', async () => {
  const { page, wrong, close } = await visit('/?lang=ja');
  await page.getByRole('combobox', { name: 'あなたのまち' }).fill('さっぽろ');
  await page.getByRole('option', { name: /札幌市/ }).click();
  await page.getByRole('heading', { level: 1, name: '札幌市' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/places/01100');
  assert.equal(new URL(page.url()).searchParams.get('lang'), 'ja');
  assert.match(await page.title(), /札幌市/);
  for (const part of ['現状把握', 'ポテンシャル', '改善提案', '出典']) {
    await page.getByRole('heading', { level: 2, name: part, exact: true }).waitFor();
  }
  await page.getByText('570,259').first().waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

for (const [way, typed] of [
  ['katakana', 'サッポロ'],
  ['romaji', 'sapporo'],
  ['kanji', '札幌'],
  ['code', '01100'],
]) {
  test(`a town is found by ${way}`, async () => {
    const { page, close } = await visit('/?lang=ja');
    await page.getByRole('combobox', { name: 'あなたのまち' }).fill(typed);
    await page.getByRole('option', { name: /札幌市/ }).waitFor();
    await close();
  });
}

test('a ward of Tokyo leads to the 23 wards and says why', async () => {
  const { page, wrong, close } = await visit('/places/13101?lang=ja');
  await page.getByRole('heading', { level: 1, name: '東京23区' }).waitFor();
  await page.getByText('千代田区').first().waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a figure opens down to the cell of the published table', async () => {
  const { page, wrong, close } = await visit('/places/01100?lang=ja');
  await page.locator('.headline').getByRole('button').first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('heading', { name: 'この数値の根拠' }).waitFor();
  await sheet.getByText('計算式').waitFor();
  const cell = sheet.locator('td.cell');
  let steps = 1;
  for (; steps < 8; steps++) {
    await sheet.locator('article h3').waitFor();
    if ((await cell.count()) > 0) break;
    const title = await sheet.locator('article h3').innerText();
    await sheet.locator('.inputs').getByRole('button').first().click();
    await page.waitForFunction(
      (before) => document.querySelector('dialog article h3')?.textContent !== before,
      title,
    );
  }
  const handles = new URL(page.url()).searchParams.getAll('evidence');
  assert.equal(handles.length, steps, 'each step stands in the address');
  const row = Number((await sheet.locator('figure th[scope=row]').innerText()).replace(/\D/g, ''));
  const column = await sheet.locator('figure th[scope=col]').innerText();
  const file = await sheet.locator('figcaption dd').first().innerText();
  const published = cell_of(`packs/municipal-waste/${file}`, row, column);
  assert.equal(await cell.innerText(), published, `${file}, row ${row}, ${column}`);
  await sheet.getByText('環境省').first().waitFor();

  await page.reload();
  await sheet.locator('td.cell').waitFor();
  await page.goBack();
  await page.waitForFunction(
    (count) => new URL(location.href).searchParams.getAll('evidence').length === count,
    steps - 1,
  );
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  assert.deepEqual(wrong, []);
  await close();
});

test('the language changes and everything else stays', async () => {
  const { page, wrong, close } = await visit('/?lang=ja&level=prefecture&view=table&sort=-value');
  await page.getByRole('link', { name: '北海道' }).waitFor();
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('link', { name: 'Hokkaido' }).waitFor();
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get('lang'), 'en');
  assert.equal(query.get('level'), 'prefecture');
  assert.equal(query.get('sort'), '-value');
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.goBack();
  await page.getByRole('link', { name: '北海道' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
  assert.deepEqual(wrong, []);
  await close();
});

async function saved(page, name) {
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name }).first().click();
  const download = await waiting;
  return readFileSync(await download.path(), 'utf8');
}

test('the diagnosis is exported as CSV and as a council report of one file', async () => {
  const { page, wrong, close } = await visit('/places/01100?lang=ja');
  await page.getByRole('heading', { level: 1 }).waitFor();
  const csv = await saved(page, 'CSV');
  assert.match(csv, /570,?259/);
  assert.ok(csv.split('\n').length > 10);
  const report = await saved(page, /議会向け報告書/);
  assert.match(report, /<!doctype html>/i);
  assert.match(report, /札幌市/);
  assert.match(report, /令和6年度/);
  assert.doesNotMatch(
    report,
    /<(script|link|img)[^>]+(src|href)=["'](?!data:|#)/i,
    'nothing from outside',
  );
  assert.deepEqual(wrong, []);
  await close();
});

test('the table twin sorts, and unknown values come last in both directions', async () => {
  const { page, wrong, close } = await visit(
    '/?lang=ja&view=table&indicator=recycling_rate.statistics&sort=value',
  );
  await page.locator('tbody tr').first().waitFor();
  const first_value = async () =>
    Number((await page.locator('tbody td .number').first().innerText()).replaceAll(',', ''));
  const smallest = await first_value();
  await page.getByRole('columnheader', { name: '%' }).getByRole('button').click();
  await page.waitForFunction(() => new URL(location.href).searchParams.get('sort') === '-value');
  assert.ok((await first_value()) > smallest);
  assert.deepEqual(wrong, []);
  await close();
});

test('an empty data folder says what to do next', async () => {
  const empty = await start_server({ load: false });
  const { page, close } = await open_page(browser, empty.base);
  await page.goto(`${empty.base}/?lang=ja`);
  await page.getByRole('heading', { name: 'まだデータがありません' }).waitFor();
  await page.getByText('meguri load').waitFor();
  await close();
  assert.equal(await empty.stop(), 0);
});

test('a place that does not exist and a server that is gone are said plainly', async () => {
  const { page, close } = await visit('/places/99999?lang=ja');
  await page.getByRole('alert').waitFor();
  await page.getByRole('link', { name: 'まちを探し直す' }).waitFor();
  await page.route('**/api/**', (route) => route.abort());
  await page.goto(`${server.base}/sources?lang=ja`);
  await page.getByText('Meguri に接続できません').waitFor();
  await page.unroute('**/api/**');
  await page.getByRole('button', { name: 'もう一度試す' }).click();
  await page
    .getByRole('heading', { name: /一般廃棄物/ })
    .first()
    .waitFor();
  await close();
});
