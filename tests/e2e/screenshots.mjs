// SPDX-License-Identifier: Apache-2.0
// Writes docs/screenshots/*.png from the real program: `npm run screenshots` in web/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cp932 } from './files.mjs';
import { open_page, root, start_browser, start_server } from './support.mjs';

const list = [
  '令和7年度 ベール受入実績,,,,',
  '日付,伝票番号,品目,正味重量(t),搬入元',
  'R7.7.1,K-0701,PETボトルのベール,1.25,みどり市',
  'R7.7.2,K-0702,PETボトルのベール,"1,2,5",みどり市',
  '令和7年7月3日,K-0703,ＰＥＴボトルのベール,0.84,川辺町',
  '2025/7/4,K-0704,PETボトルのベール,１２．５,川辺町',
  '',
];

/** As far as the check of a list with a mistake in it. */
async function walk_through_import(page) {
  await page.locator('input[type=file]').setInputFiles({
    name: '七月の受入.csv',
    mimeType: 'text/csv',
    buffer: cp932(list.join('\r\n')),
  });
  await page.getByRole('button', { name: '対応付けへ進む' }).click();
  await page.locator('.card.missing').getByRole('combobox').fill('再生工場の受入ヤード（見本）');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: '内容を確認する' }).click();
  await page.getByText('この行は記帳できません').waitFor();
}

const shots = [
  { name: 'home', path: '/?lang=ja', ready: 'svg a[data-code]', height: 1480 },
  {
    name: 'home_english_dark',
    path: '/?lang=en&level=prefecture&indicator=recycling_rate.statistics',
    ready: 'svg a[data-code]',
    dark: true,
  },
  { name: 'diagnosis', path: '/places/01100?lang=ja', ready: '#improvement table' },
  { name: 'evidence', path: '/places/01100?lang=ja', ready: '#improvement table', evidence: true },
  {
    name: 'flows',
    path: '/flows?lang=ja&data_set=pet-bottle-loop',
    ready: 'path.link',
    scroll: 262,
  },
  {
    name: 'narrow',
    path: '/places/01202?lang=ja',
    ready: '#improvement table',
    width: 390,
    height: 844,
  },
  {
    name: 'proposals',
    path: '/places/01100?lang=ja',
    ready: '#proposals article',
    prepare: (page) =>
      page.evaluate(() => document.getElementById('proposals').scrollIntoView()),
  },
  { name: 'programmes', path: '/programmes?lang=ja', ready: 'article' },
  {
    name: 'calculation',
    path: '/calculations/household_food_loss?place=01100&lang=ja',
    ready: '.figures .figure',
    height: 1180,
  },
  {
    name: 'verdicts',
    path: '/calculations/gpp.pens?sample=1&lang=ja',
    ready: 'article.card',
    height: 1480,
  },
  {
    name: 'statement',
    path: '/books/pet-recycler/statement?site=recycler_pelletising&lot=R-P02&material=recycled_pellets&lang=ja',
    ready: 'tbody tr',
    width: 1080,
    height: 850,
  },
  {
    name: 'import_check',
    path: '/import?lang=ja&book=pet-recycler',
    ready: '.drop',
    prepare: walk_through_import,
    scroll: 172,
    width: 1080,
    height: 1130,
  },
];
const only = process.argv.slice(2); // names; none: all

const folder = join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });
const server = await start_server({ more: ['ce-package', 'food-loss', 'green-purchasing'] });
const browser = await start_browser();
for (const shot of shots) {
  const { name, path, ready, dark, evidence, prepare, scroll, width = 1280, height = 860 } = shot;
  if (only.length > 0 && !only.includes(name)) continue;
  const { page, close } = await open_page(browser, server.base, {
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
  });
  await page.goto(server.base + path);
  await page.locator(ready).first().waitFor();
  if (evidence) {
    await page.locator('.headline').getByRole('button').first().click();
    await page.getByRole('dialog').locator('.inputs').waitFor();
  }
  if (prepare) await prepare(page);
  if (scroll) await page.evaluate((y) => window.scrollTo(0, y), scroll);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await close();
  console.log(`docs/screenshots/${name}.png`);
}
await browser.close();
await server.stop();
