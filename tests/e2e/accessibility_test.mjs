// SPDX-License-Identifier: Apache-2.0
// Every page in both languages, wide and narrow, light and dark: no violation that axe can find,
// nothing wider than the screen; and the main way without a mouse.
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
  await server?.stop();
});

const pages = [
  ['home', '/?', 'svg a[data-code]'],
  ['home, table', '/?view=table&', 'tbody tr'],
  ['home, prefectures', '/?level=prefecture&', 'svg a[data-code]'],
  ['diagnosis', '/places/01100?', '#improvement table'],
  ['flows of a town', '/flows?place=01100&', 'path.link'],
  ['flows of the sample', '/flows?data_set=pet-bottle-loop&', 'path.link'],
  ['sources', '/sources?figures=e-scrap&', '.identities li'],
  ['books', '/books?', 'tbody tr'],
  ['new book', '/books?create=1&', 'dialog form'],
  ['no such book', '/books/nowhere?', '.card h2'],
  ['import', '/import?', '.drop'],
  ['import into a book', '/import?book=pet-recycler&', '#import-history'],
  ['about', '/about?', '.checks li'],
  ['missing', '/nowhere?', 'h1'],
];

const looks = [
  {
    name: 'wide, light',
    options: { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  },
  {
    name: 'narrow, dark',
    options: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
  },
];

for (const [name, path, ready] of pages) {
  for (const [index, look] of looks.entries()) {
    const lang = index === 0 ? ['ja', 'en'] : ['ja'];
    for (const language of lang) {
      test(`${name}: ${language}, ${look.name}`, async () => {
        const { page, wrong, close } = await open_page(browser, server.base, look.options);
        await page.goto(`${server.base}${path}lang=${language}`);
        await page.locator(ready).first().waitFor();
        assert.deepEqual(await axe_violations(page), []);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
        assert.deepEqual(wrong, []);
        await close();
      });
    }
  }
}

test('the evidence sheet is clean too', async () => {
  for (const look of looks) {
    const { page, close } = await open_page(browser, server.base, look.options);
    await page.goto(`${server.base}/places/01100?lang=ja`);
    await page.locator('.headline').getByRole('button').first().click();
    await page.getByRole('dialog').locator('.inputs').waitFor();
    assert.deepEqual(await axe_violations(page), [], look.name);
    await close();
  }
});

test('a town is found, read and explained by keyboard alone', async () => {
  const { page, wrong, close } = await open_page(browser, server.base);
  await page.goto(`${server.base}/?lang=ja`);
  await page.locator('svg a[data-code]').first().waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('role') ?? '');
  for (let i = 0; i < 30 && (await focused()) !== 'combobox'; i++) await page.keyboard.press('Tab');
  assert.equal(await focused(), 'combobox');
  await page.keyboard.type('hakodate');
  await page.getByRole('option', { name: /函館市/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '函館市' }).waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.tagName),
    'H1',
    'focus goes to the heading',
  );

  const is_figure = () =>
    page.evaluate(() => Boolean(document.activeElement?.matches('.headline .figure button')));
  for (let i = 0; i < 20 && !(await is_figure()); i++) await page.keyboard.press('Tab');
  assert.ok(await is_figure(), 'Tab reaches the headline figure');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('計算式').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.ok(await is_figure(), 'focus comes back to the figure');
  assert.deepEqual(wrong, []);
  await close();
});

test('the arrow keys walk over the map and Enter opens a place', async () => {
  const { page, close } = await open_page(browser, server.base);
  await page.goto(`${server.base}/?lang=ja&level=prefecture`);
  const hokkaido = page.locator('svg a[data-code="01"]');
  await hokkaido.focus();
  await page.keyboard.press('ArrowDown');
  const code = await page.evaluate(() => document.activeElement?.getAttribute('data-code'));
  assert.equal(code, '02', 'south of Hokkaido lies Aomori');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '青森県' }).waitFor();
  await close();
});
