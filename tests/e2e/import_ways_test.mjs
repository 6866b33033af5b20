// SPDX-License-Identifier: Apache-2.0
// A new office's first import, and what happens beside the straight way: the page is left while rows
// are booked, a file is empty, a table has two header rows, the keyboard is all there is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { cp932, mended_workbook, workbook } from './files.mjs';
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

async function ask(path) {
  return (await fetch(`${server.base}/api/v1/${path}`)).json();
}

async function create_book(id, name) {
  const response = await fetch(`${server.base}/api/v1/books`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id, name }),
  });
  assert.equal(response.status, 201);
}

async function visit(path, options) {
  const opened = await open_page(browser, server.base, options);
  await opened.page.goto(`${server.base}${path}`);
  return opened;
}

async function clean(page, step) {
  await page.evaluate(() => window.scrollTo(0, 0)); // nothing lies under the header
  assert.deepEqual(await axe_violations(page), [], step);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${step}: ${overflow} px wider than the screen`);
}

const choose = (page, name, buffer) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
const press = (page, name) => page.getByRole('button', { name }).click();

const first_list = cp932(
  [
    '令和7年度 資源ごみ搬入実績,,,,,',
    '日付,伝票番号,品目,正味重量(t),搬入元,団体コード',
    'R7.7.1,A-1,古新聞,1.25,A市,011002',
    'R7.7.2,A-2,古新聞,"1,2,5",A市,1100',
    'R7.7.3,A-3,段ボール,0.84,B町,011003',
    '',
  ].join('\r\n'),
);

test('a new book takes names nobody has used, mended rows, and both back', async () => {
  await create_book('midori', 'みどり町');
  const { page, wrong, close } = await visit('/books/midori?lang=ja');
  await page.getByText('「表を取り込む」で Excel や CSV から').waitFor();
  await page.getByRole('link', { name: '表を取り込む' }).click();
  await page.waitForURL((url) => url.pathname === '/import');
  assert.equal(new URL(page.url()).searchParams.get('book'), 'midori');
  await choose(page, '七月.csv', first_list);
  await press(page, '対応付けへ進む');
  await page.locator('.card.missing').getByRole('combobox').fill('受入ヤード');
  await page.keyboard.press('Tab');
  await page.getByLabel('「受入ヤード」は登録されていない名前です').waitFor();
  await clean(page, 'a new name');
  await press(page, '内容を確認する');
  await page.getByText('記帳できる行がありません').waitFor();
  await page.getByText('「段ボール」という品目は登録されていません').first().waitFor();
  const taking = page.getByRole('button', { name: '新しい名前として使う' });
  assert.equal(await taking.count(), 2, 'one for the site, one for the materials');
  await clean(page, 'nothing can be booked');
  await taking.first().click();
  await page.waitForFunction(() => document.querySelectorAll('.ways button').length === 3);
  await taking.first().click();
  await page.getByText('記帳できる仕訳 2 件、直すところのある行 1 行').waitFor();

  await page.getByText('機械で読みにくいところ').click();
  await page.getByText('検査数字（6 桁目）の合わない').waitFor();
  await page.getByText('先頭の 0 が落ちた').waitFor();
  await clean(page, 'the notes');

  const waiting = page.waitForEvent('download');
  await press(page, /errors\.xlsx/);
  const errors = readFileSync(await (await waiting).path());
  await press(page, '記帳へ進む');
  await press(page, '2 件を記帳する');
  const heading = page.getByRole('heading', { name: '一部を記帳しました' });
  await heading.waitFor();
  assert.ok(await heading.evaluate((node) => node === document.activeElement), 'it is read first');

  await press(page, '別の表を取り込む');
  assert.equal(new URL(page.url()).searchParams.get('import'), null);
  await choose(page, 'errors.xlsx', mended_workbook(errors, '1,2,5', '12.5'));
  await press(page, '対応付けへ進む');
  await page.locator('.card.missing').getByRole('combobox').fill('受入ヤード');
  await page.keyboard.press('Tab');
  await press(page, '内容を確認する');
  await page.getByText('記帳できる仕訳 1 件、直すところのある行 0 行').waitFor();
  await press(page, '記帳へ進む');
  await press(page, '1 件を記帳する');
  await page.getByRole('heading', { name: '記帳しました' }).waitFor();
  const { accounts } = await ask('books/midori/accounts?q=%E5%8F%97%E5%85%A5%E3%83%A4%E3%83%BC%E3%83%89');
  assert.deepEqual(
    accounts.map((account) => account.mass.display).sort(),
    ['0.84 t', '1.25 t', '12.5 t'],
  );

  await page.getByRole('link', { name: '七月.csv' }).click();
  await page.getByRole('heading', { name: '取り込みは終わっています' }).waitFor();
  await clean(page, 'an earlier import');
  await press(page, 'この取り込みを取り消す');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: '取り消す' }).click();
  await dialog.getByText('2 件を打ち消す逆仕訳を記帳しました').waitFor();
  await dialog.getByRole('button', { name: '終わる' }).click();
  await page.getByRole('heading', { name: '取り消した取り込みです' }).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('an import goes on when its page is left, and the page finds it again', async () => {
  await create_book('large', '大きな表の帳簿');
  const rows = Array.from(
    { length: 200_000 },
    (_, index) => `2025-07-01,R-${index},bales,0.${(index % 900) + 100}`,
  );
  const { page, close } = await visit('/import?lang=ja&book=large');
  await choose(page, '大きな表.csv', Buffer.from(['date,slip,material,mass(t)', ...rows, ''].join('\n')));
  await press(page, '対応付けへ進む');
  await page.locator('.card.missing').getByRole('combobox').fill('yard');
  await page.keyboard.press('Tab');
  await page.getByLabel('「yard」は登録されていない名前です').check({ force: true });
  await press(page, '内容を確認する');
  await page.getByRole('heading', { name: '記帳する内容の確認' }).waitFor();
  await press(page, '記帳へ進む');
  await page.getByLabel('記帳できる行だけ記帳する').check({ force: true });
  await press(page, '200,000 件を記帳する');
  await page.getByText(/200,000 件のうち [1-9]/).waitFor();
  const { search } = new URL(page.url());
  assert.match(search, /import=[0-9a-f]{16}/);

  await page.reload();
  await page.getByRole('heading', { name: '取り込んでいます' }).waitFor();
  await page.getByText(/約 200,000 行のうち|帳簿の表示に反映/).first().waitFor();
  await clean(page, 'an import under way');
  // Without its address it is found as well.
  const other = await visit('/import?lang=en&book=large');
  await other.page.getByText('Under way', { exact: true }).waitFor();
  await other.close();
  await page.getByRole('heading', { name: '取り込みは終わっています' }).waitFor({ timeout: 120_000 });
  await page.getByText('記帳 200,000 件').first().waitFor();
  const { imports } = await ask('imports?book=large');
  assert.equal(imports.length, 1);
  assert.equal(imports[0].state, 'finished');
  await close();
});

test('an import that nobody knows leads on', async () => {
  for (const [lang, text] of [
    ['ja', 'この取り込みは記録されていません'],
    ['en', 'There is no record of this import'],
  ]) {
    const path = `/import?lang=${lang}&book=pet-recycler&import=0123456789abcdef`;
    const { page, wrong, close } = await visit(path, { viewport: { width: 390, height: 844 } });
    await page.getByRole('heading', { name: text }).waitFor();
    await clean(page, lang);
    await page.locator('.one .primary').click();
    await page.locator('.drop').waitFor();
    assert.deepEqual(wrong, []);
    await close();
  }
});

test('an empty file says that it is empty, and how to go on', async () => {
  for (const [lang, said, mend] of [
    ['ja', 'ファイル「空.csv」は空です', '保存し直して'],
    ['en', 'The file “空.csv” is empty', 'save the table'],
  ]) {
    const { page, close } = await visit(`/import?lang=${lang}&book=pet-recycler`);
    await choose(page, '空.csv', Buffer.alloc(0));
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.ok((await alert.innerText()).includes(said));
    assert.ok((await alert.innerText()).includes(mend));
    await clean(page, lang);
    await close();
  }
});

test('a workbook with two header rows under a title is read as one table', async () => {
  const bytes = workbook(
    '搬入実績',
    [
      ['令和7年度 搬入実績', null, null, null, null],
      ['日付', '伝票番号', '品目', '計量（t）', null],
      [null, null, null, '総重量', '正味'],
      ['2025-07-01', 'X-1', 'PETボトルのベール', 9.5, 1.25],
      ['2025-07-02', 'X-2', 'PETボトルのベール', 8.25, 0.75],
    ],
    ['A1:E1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:E2'],
  );
  const { page, wrong, close } = await visit('/import?lang=ja&book=pet-recycler');
  await choose(page, '二段.xlsx', bytes);
  await page.getByText('Excel ブック').waitFor();
  assert.equal(await page.getByLabel('見出しの行', { exact: true }).inputValue(), '2');
  assert.equal(await page.getByLabel('見出しの段数').inputValue(), '2');
  await page.getByRole('columnheader', { name: '計量（t） / 正味' }).waitFor();
  await clean(page, 'two header rows');
  await press(page, '対応付けへ進む');
  const net = page.getByLabel('「計量（t） / 正味」列の意味');
  await net.waitFor();
  if ((await net.inputValue()) !== 'mass') await net.selectOption('mass');
  assert.equal(await page.getByLabel('「計量（t） / 正味」列の単位').inputValue(), 't');
  await page.locator('.card.missing').getByRole('combobox').fill('再生工場の受入ヤード（見本）');
  await page.keyboard.press('Tab');
  await press(page, '内容を確認する');
  await page.getByText('記帳できる仕訳 2 件、直すところのある行 0 行').waitFor();
  await page.getByRole('cell', { name: '1.25 t', exact: true }).waitFor();
  await page.getByText('機械で読みにくいところ').click();
  await page.getByText('見出しが 2 行あります').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('from the file to the undoing without a mouse', async () => {
  await create_book('keys', '鍵盤の帳簿');
  const { page, wrong, close } = await visit('/import?lang=ja&book=keys');
  await page.locator('input[type=file]').waitFor({ state: 'attached' });
  const walk_to = async (text) => {
    for (let i = 0; i < 80; i++) {
      const here = await page.evaluate(() => {
        const node = document.activeElement;
        if (!node?.matches('a, button')) return '';
        return node.getAttribute('aria-label') ?? node.textContent ?? '';
      });
      if (here.includes(text)) return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab reaches ${text}`);
  };
  const press_on = async (text) => {
    await walk_to(text);
    await page.keyboard.press('Enter');
  };
  for (let i = 0; i < 40; i++) {
    if (await page.evaluate(() => document.activeElement?.matches('input[type=file]'))) break;
    await page.keyboard.press('Tab');
  }
  const choosing = page.waitForEvent('filechooser');
  await page.keyboard.press('Space');
  await (await choosing).setFiles({ name: '鍵盤.csv', mimeType: 'text/csv', buffer: first_list });
  await page.getByText('令和7年度 資源ごみ搬入実績').waitFor();
  await press_on('対応付けへ進む');
  await page.getByRole('heading', { name: '列の意味' }).waitFor();
  for (let i = 0; i < 80; i++) {
    if (await page.evaluate(() => document.activeElement?.matches('.missing input'))) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('受入ヤード');
  await page.getByLabel('「受入ヤード」は登録されていない名前です').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.getByText('記帳できる仕訳 0 件、直すところのある行 3 行').waitFor();
  await press_on('内容を確認する');
  await page.getByText('記帳できる行がありません').waitFor();
  await press_on('新しい名前として使う');
  await page.getByText('記帳できる仕訳 2 件').waitFor();
  await press_on('試し記帳');
  await page.getByText('まだ何も記帳していません').waitFor();
  await press_on('記帳へ進む');
  await page.getByRole('heading', { name: '記帳する', exact: true }).waitFor();
  await press_on('2 件を記帳する');
  await page.getByRole('heading', { name: '一部を記帳しました' }).waitFor();
  await press_on('「鍵盤.csv」の取り込みを取り消す');
  await page.getByRole('dialog').waitFor();
  for (let i = 0; i < 10; i++) {
    if ((await page.evaluate(() => document.activeElement?.textContent.trim())) === '取り消す') break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByText('2 件を打ち消す逆仕訳を記帳しました').waitFor();
  await press_on('終わる');
  await page.getByText('取り消し済み').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('nobody can have the server open files of its own by name', async () => {
  for (const path of ['import-previews', 'import-errors', 'imports']) {
    const response = await fetch(`${server.base}/api/v1/${path}?lang=en`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ path: '/etc/passwd', book: 'pet-recycler' }),
    });
    assert.equal(response.status, 400, path);
    const problem = await response.json();
    assert.equal(problem.code, 'invalid_input');
    assert.match(problem.fix, /meguri import/);
    assert.doesNotMatch(JSON.stringify(problem), /root:/);
  }
});
