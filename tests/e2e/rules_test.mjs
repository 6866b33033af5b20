// SPDX-License-Identifier: Apache-2.0
// The list of rules in a browser: found from the programmes, searched, narrowed to a day and a
// status, tried; the same list on the command line; and what kind a calculation is of.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { axe_violations, binary, open_page, root, start_browser, start_server } from './support.mjs';

const more = ['ce-package', 'recycled-content-rules', 'green-purchasing', 'regional-economy'];
let server;
let browser;
before(async () => {
  server = await start_server({ more });
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

const card = (page, name) =>
  page.getByRole('article').filter({ has: page.getByRole('heading', { level: 2, name }) });

test('a rule is found from the programmes, read version beside version, and tried', async () => {
  const { page, wrong, close } = await visit('/programmes?lang=ja');
  await page.getByRole('link', { name: '規則の一覧' }).click();
  await page.getByRole('heading', { level: 1, name: '規則' }).waitFor();
  await page.getByRole('searchbox', { name: '規則を探す' }).fill('車の再生');
  const rule = card(page, '車の再生プラスチックの割合');
  await page.waitForFunction(() => document.querySelectorAll('article').length === 1);
  assert.equal(await rule.locator('section').count(), 3, 'three versions');
  const old = rule.locator('section.old').first();
  await old.getByText('後の版に置き換え').waitFor();
  const deal = rule.locator('section').last();
  await deal.getByText('暫定合意', { exact: true }).waitFor();
  await deal.getByText('適用開始：施行から6年（施行日は未定）').waitFor();
  await deal.getByText('マスバランス', { exact: true }).waitFor();
  await deal.getByRole('button', { name: /15/ }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await deal.getByRole('link', { name: /試す/ }).click();
  await page.getByRole('heading', { level: 1, name: '車1台の再生プラスチックの判定' }).waitFor();
  await page.getByRole('link', { name: 'この算定が使う規則を一覧で見る' }).click();
  await rule.waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a day leaves what is or may be in force, and says of what nobody can tell', async () => {
  const { page, wrong, close } = await visit('/rules?lang=en&pack=recycled-content-rules');
  const packaging = card(page, 'Recycled content of plastic packaging');
  await packaging.getByText('Packaging regulation, from 2040').waitFor();
  assert.equal(await packaging.locator('.figures').getByText('unverified').count(), 3);
  await page.getByLabel('In force on').fill('2031-08-18');
  await packaging.getByText('Packaging regulation, from 2040').waitFor({ state: 'detached' });
  await packaging.getByText('in force', { exact: true }).first().waitFor();
  await page.getByRole('status').getByText(/nobody can tell/).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('on'), '2031-08-18');
  await page.getByRole('button', { name: 'Any day' }).click();
  await packaging.getByText('Packaging regulation, from 2040').waitFor();
  await page.getByRole('radio', { name: /superseded/i }).check();
  await packaging.waitFor({ state: 'detached' });
  await card(page, 'Recycled plastic in vehicles').waitFor();
  await page.getByRole('link', { name: 'Remove all filters' }).click();
  await card(page, /green purchasing/i).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a day that is none is refused in words, and the filter stays', async () => {
  const { page, close } = await visit('/rules?lang=ja&on=someday');
  await page.getByText('「someday」は日付ではありません').first().waitFor();
  await page.getByRole('searchbox', { name: '規則を探す' }).waitFor();
  await close();
});

test('calculations are narrowed to a kind, which each of them shows', async () => {
  const { page, wrong, close } = await visit('/calculations?lang=ja');
  await page.getByRole('radio', { name: /波及効果/ }).check();
  await page.waitForFunction(() => new URL(location.href).searchParams.get('kind') === 'ripple');
  assert.equal(await page.locator('.item').count(), 2);
  await page.locator('.item').first().getByText('波及効果', { exact: true }).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

const looks = [
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
];
for (const look of looks) {
  for (const language of ['ja', 'en']) {
    test(`no violation, nothing too wide: ${language}, ${look.viewport.width} px`, async () => {
      const { page, wrong, close } = await visit(`/rules?lang=${language}`, look);
      await page.getByRole('article').first().waitFor();
      assert.deepEqual(await axe_violations(page), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
      assert.deepEqual(wrong, []);
      await close();
    });
  }
}

test('the command line asks the same', () => {
  const data = mkdtempSync(join(tmpdir(), 'meguri-rules-'));
  const run = (...words) =>
    spawnSync(binary, [...words, '--data', data, '--lang', 'en'], { cwd: root, encoding: 'utf8' });
  const folders = ['japan-base', 'municipal-waste', ...more].map((name) => `packs/${name}`);
  assert.equal(run('load', ...folders, '--quiet').status, 0);
  const listed = JSON.parse(run('rules', '--on', '2031-08-18', '--json').stdout);
  assert.equal(listed.on, '2031-08-18');
  const clauses = listed.rules.flatMap((rule) => rule.clauses);
  assert.ok(clauses.every((clause) => clause.in_force !== 'no'));
  assert.equal(run('rules', '--csv').stdout.split('\n')[0].split(',')[0], 'pack');
  assert.equal(run('rules', '--on', 'someday').status, 2);
  const judged = run('rule', 'check', 'rules.packaging', '--sample');
  assert.equal(judged.status, 0, 'a verdict is an answer');
  const refused = run('ripple', 'rules.packaging');
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /kind/);
  rmSync(data, { recursive: true, force: true });
});
