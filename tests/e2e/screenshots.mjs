// SPDX-License-Identifier: Apache-2.0
// Writes docs/screenshots/*.png from the real program: `npm run screenshots` in web/.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open_page, root, start_browser, start_server } from './support.mjs';

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
];

const folder = join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });
const server = await start_server();
const browser = await start_browser();
for (const { name, path, ready, dark, evidence, scroll, width = 1280, height = 860 } of shots) {
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
  if (scroll) await page.evaluate((y) => window.scrollTo(0, y), scroll);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await close();
  console.log(`docs/screenshots/${name}.png`);
}
await browser.close();
await server.stop();
