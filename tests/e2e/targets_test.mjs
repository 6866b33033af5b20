// SPDX-License-Identifier: Apache-2.0
// A town's own targets, on the page and in what is taken home; the report as PDF from the browser
// of this machine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import {
  axe_violations,
  chromium_path,
  open_page,
  start_browser,
  start_server,
} from './support.mjs';

let server;
let browser;
before(async () => {
  server = await start_server({ environment: { MEGURI_BROWSER: chromium_path } });
  browser = await start_browser();
});
after(async () => {
  await browser?.close();
  assert.equal(await server?.stop(), 0, 'SIGTERM ends the server cleanly');
});

async function visit(path, options) {
  const opened = await open_page(browser, server.base, options);
  await opened.page.goto(server.base + path);
  await opened.page.getByRole('heading', { level: 1 }).waitFor();
  return opened;
}

const targets_of = (page) => new URL(page.url()).searchParams.getAll('targets');

test('a target is set, read, changed, remembered and removed', async () => {
  const { page, wrong, close } = await visit('/places/01100?lang=ja');
  await page.getByLabel('指標', { exact: true }).selectOption('waste_per_person_day.statistics');
  await page.getByLabel('目標の値').fill('７５０');
  await page.getByLabel('目標の年度').selectOption('2030');
  await page.getByRole('button', { name: '目標を加える' }).click();
  const card = page.locator('#targets article');
  await card.getByText('750 g').first().waitFor();
  assert.deepEqual(targets_of(page), ['waste_per_person_day.statistics=750@2030']);
  assert.match(await card.innerText(), /目標までの差\s+-43\.8/);
  assert.match(await card.innerText(), /2019年度から2024年度までの6年分/);

  await card.getByRole('button', { name: '-43.8 g' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('目標 - 現在の値').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  await card.getByRole('button', { name: /目標を変える/ }).click();
  await page.getByLabel('目標の値').fill('793.8');
  await page.getByRole('button', { name: '変更を保存' }).click();
  await card.getByText('達成', { exact: true }).waitFor();
  assert.deepEqual(targets_of(page), ['waste_per_person_day.statistics=793.8@2030']);

  // The town remembers it, another town has none, an address that brings some goes first.
  await page.goto(`${server.base}/places/01100?lang=en`);
  await card.getByText('reached', { exact: true }).waitFor();
  await page.goto(`${server.base}/places/26100?lang=ja`);
  await page.getByRole('heading', { name: '目標を立てる' }).waitFor();
  assert.equal(await card.count(), 0);
  await page.goto(`${server.base}/places/01100?lang=ja&targets=recycling_rate=30@2032`);
  await card.getByText('30%').first().waitFor();
  assert.equal(await card.count(), 1);

  await card.getByRole('button', { name: /目標を消す/ }).click();
  await card.waitFor({ state: 'detached' });
  await page.goto(`${server.base}/places/01100?lang=ja`);
  await page.getByRole('heading', { name: '目標を立てる' }).waitFor();
  assert.equal(await card.count(), 0, 'what was removed does not come back');
  assert.deepEqual(wrong, []);
  await close();
});

test('no number is no target, and the form says so', async () => {
  const { page, wrong, close } = await visit('/places/26100?lang=en');
  await page.getByLabel('Target', { exact: true }).fill('much less');
  await page.getByRole('button', { name: 'Add target' }).click();
  await page.getByText('Give a number of 0 or more').waitFor();
  assert.deepEqual(targets_of(page), []);
  assert.deepEqual(wrong, []);
  await close();
});

test('an address with a wrong target says what is wrong and opens without it', async () => {
  const { page, close } = await open_page(browser, server.base);
  await page.goto(`${server.base}/places/01100?lang=en&targets=recycling_rat=30@2032`);
  await page.getByText('Did you mean "recycling_rate"?').waitFor();
  await page.getByRole('button', { name: 'Open without these targets' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.deepEqual(targets_of(page), []);
  await close();
});

for (const [language, width] of [
  ['ja', 1280],
  ['en', 390],
]) {
  test(`targets are accessible: ${language}, ${width} px`, async () => {
    const { page, wrong, close } = await visit(
      `/places/01100?lang=${language}&targets=recycling_rate=30@2032` +
        '&targets=waste_per_person_day=700@2030',
      { viewport: { width, height: 900 } },
    );
    await page.locator('#targets article').nth(1).waitFor();
    assert.deepEqual(await axe_violations(page), []);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0);
    assert.deepEqual(wrong, []);
    await close();
  });
}

test('reports taken home tell the targets; the PDF is one', async () => {
  const { page, wrong, close } = await visit(
    '/places/01100?lang=ja&targets=waste_per_person_day=750@2030',
  );
  const saved = async (role, name) => {
    const waiting = page.waitForEvent('download');
    await page.getByRole(role, { name }).first().click();
    return readFileSync(await (await waiting).path());
  };
  const report = (await saved('link', /議会向け報告書/)).toString('utf8');
  assert.match(report, /わがまちの目標/);
  assert.match(report, /750 g/);
  assert.match(report, /2019年度/);
  const pdf = await saved('button', '報告書をPDFで保存');
  assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
  const text = pdf.toString('latin1');
  const pages = Math.max(...[...text.matchAll(/\/Count (\d+)/g)].map((match) => Number(match[1])));
  assert.ok(pages >= 3 && pages <= 40, `${pages} pages`);
  assert.match(text, /NotoSansJP/, 'it carries its Japanese font');
  assert.deepEqual(wrong, []);
  await close();
});

test('where no browser can print, the page says what to do instead', async () => {
  const without = await start_server({ environment: { MEGURI_BROWSER: '/nowhere/chromium' } });
  const { page, close } = await open_page(browser, without.base);
  await page.goto(`${without.base}/places/26100?lang=ja`);
  await page.getByRole('button', { name: '報告書をPDFで保存' }).click();
  const told = await page.getByRole('alert').innerText();
  assert.match(told, /\/nowhere\/chromium.*印刷から「PDFに保存」/);
  await close();
  const answer = await fetch(`${without.base}/api/v1/report-pdfs/26100?lang=en`);
  assert.equal(answer.status, 503);
  assert.match((await answer.json()).fix, /choose print, save as PDF/);
  assert.equal(await without.stop(), 0);
});

test('over HTTP the PDF comes as application/pdf, in both languages', async () => {
  for (const language of ['ja', 'en']) {
    const answer = await fetch(`${server.base}/api/v1/report-pdfs/26100?lang=${language}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('Content-Type'), 'application/pdf');
    assert.match(answer.headers.get('Content-Disposition') ?? '', /\.pdf"/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(bytes.subarray(0, 5).toString('latin1'), '%PDF-');
  }
});
