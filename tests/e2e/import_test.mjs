// SPDX-License-Identifier: Apache-2.0
// The clerk's way: a list from the weighbridge, written by Excel in the encoding of Windows, with
// titles above its header and a mistake in it, into the books and out of them again.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { cp932 } from './files.mjs';
import { axe_violations, open_page, start_browser, start_server } from './support.mjs';

const book = 'pet-recycler';
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

const list = (name) => ({
  name,
  mimeType: 'text/csv',
  buffer: cp932(
    [
      '令和7年度 ベール受入実績,,,,,',
      '再生工場①,,,,,',
      '日付,伝票番号,品目,正味重量(t),搬入元,備考',
      `R7.7.1,${name}-1,PETボトルのベール,1.25,A市,`,
      `R7.7.2,${name}-2,PETボトルのベール,"1,2,5",A市,再計量`,
      `令和7年7月3日,${name}-3,ＰＥＴボトルのベール,0.84,B町,㈱`,
      `2025/7/4,${name}-4,PETボトルのベール,１２．５,A市,`,
      '',
    ].join('\r\n'),
  ),
});

async function ask(path) {
  return (await fetch(`${server.base}/api/v1/${path}`)).json();
}

/** What was booked after an entry, without attested facts: templates, the imports themselves. */
async function kinds_since(sequence) {
  const { entries } = await ask(`books/${book}/entries?after=${sequence}&limit=500`);
  return entries.map((entry) => entry.kind).filter((kind) => kind !== 'attest');
}

async function visit(options, lang = 'ja') {
  const opened = await open_page(browser, server.base, options);
  await opened.page.goto(`${server.base}/import?lang=${lang}&book=${book}`);
  await opened.page.locator('input[type=file]').waitFor({ state: 'attached' });
  return opened;
}

/** As if the file had been dragged from the desktop. */
async function drop(page, { name, mimeType, buffer }) {
  const dragged = await page.evaluateHandle(
    ([file_name, type, base64]) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], file_name, { type }));
      return transfer;
    },
    [name, mimeType, buffer.toString('base64')],
  );
  await page.dispatchEvent('.drop', 'drop', { dataTransfer: dragged });
}

async function clean(page, step) {
  await page.evaluate(() => window.scrollTo(0, 0)); // nothing lies under the header
  assert.deepEqual(await axe_violations(page), [], step);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${step}: ${overflow} px wider than the screen`);
}

const next = (page, name) => page.getByRole('button', { name }).click();
const yard = '再生工場の受入ヤード（見本）';

test('a list is mapped, rehearsed, booked in part and undone', async () => {
  const { page, wrong, close } = await visit();
  const { books } = await ask('books');
  const before = books.find((item) => item.id === book).entries;
  await clean(page, 'an empty start');

  await page.locator('input[type=file]').setInputFiles(list('受入七月'));
  await page.getByText('令和7年度 ベール受入実績').waitFor();
  assert.equal(await page.getByLabel('見出しの行', { exact: true }).inputValue(), '3');
  assert.equal(await page.getByLabel('文字コード').inputValue(), 'cp932');
  await page.getByRole('cell', { name: 'PETボトルのベール' }).first().waitFor();
  await clean(page, 'what was recognised');

  await next(page, '対応付けへ進む');
  await page.getByRole('heading', { name: '列の意味' }).waitFor();
  assert.equal(await page.getByLabel('「正味重量(t)」列の意味').inputValue(), 'mass');
  assert.equal(await page.getByLabel('「正味重量(t)」列の単位').inputValue(), 't');
  assert.equal(await page.getByLabel('「日付」列の意味').inputValue(), 'date');
  await page.locator('.card.missing').getByRole('combobox').fill(yard);
  await page.keyboard.press('Tab');
  await page.getByLabel('この対応に付ける名前').fill('ベールの受入');
  await next(page, 'この対応を保存');
  await page.getByText('「ベールの受入」として保存しました').waitFor();
  await clean(page, 'the columns');

  await next(page, '内容を確認する');
  await page.getByText('この行は記帳できません').waitFor();
  await page.getByText('令和7年7月1日').waitFor();
  await page.getByRole('cell', { name: '12.5 t', exact: true }).waitFor();
  await clean(page, 'the rows as booked');
  await page.getByLabel('元の表').check({ force: true });
  assert.match(await page.locator('td.bad').innerText(), /1,2,5/);
  await clean(page, 'the rows as in the file');

  await next(page, '試し記帳');
  await page.getByText('まだ何も記帳していません').waitFor();
  assert.deepEqual(await kinds_since(before), [], 'a rehearsal books nothing');
  const waiting = page.waitForEvent('download');
  await next(page, /errors\.xlsx/);
  const errors = readFileSync(await (await waiting).path());

  await next(page, '記帳へ進む');
  await page.getByRole('heading', { name: '記帳する', exact: true }).waitFor();
  assert.ok(await page.getByLabel('すべて記帳するか、まったくしない').isDisabled());
  assert.ok(await page.getByLabel('記帳できる行だけ記帳する').isChecked());
  await clean(page, 'before booking');
  await next(page, '3 件を記帳する');
  await page.getByRole('heading', { name: '一部を記帳しました' }).waitFor();
  await page.getByText('1 件は記帳していません').waitFor();
  const booked = await kinds_since(before);
  assert.deepEqual(booked, ['receive', 'receive', 'receive']);
  await clean(page, 'the result');

  await page.getByRole('button', { name: /受入七月.*取り消す/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('打ち消す逆仕訳').waitFor();
  await clean(page, 'what undoing means');
  await dialog.getByRole('button', { name: '取り消す' }).click();
  await dialog.getByText('3 件を打ち消す逆仕訳を記帳しました').waitFor();
  await dialog.getByRole('button', { name: '終わる' }).click();
  await page.getByText('取り消し済み').waitFor();
  const undone = await kinds_since(before);
  assert.deepEqual(undone.slice(3), ['correction', 'correction', 'correction']);

  await next(page, '別の表を取り込む');
  await page.locator('input[type=file]').setInputFiles({
    name: 'errors.xlsx',
    mimeType: 'application/octet-stream',
    buffer: errors,
  });
  await page.getByText('Excel ブック').waitFor();
  await page.getByLabel('シート').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1, 'only the row to mend');
  await page.getByRole('cell', { name: '1,2,5', exact: true }).waitFor();
  await clean(page, 'a workbook');

  await page.getByRole('link', { name: '帳簿', exact: true }).click();
  await page.getByRole('link', { name: /再生事業者/ }).first().click();
  await page.waitForURL((url) => url.pathname === `/books/${book}`);
  assert.deepEqual(wrong, []);
  await close();
});

test('a rehearsal finds what only the book can tell, and the counts follow it', async () => {
  const { page, wrong, close } = await visit();
  const rows = ['date,slip,material,mass(t),to', `2025-07-01,R-1,bales,1,${yard}`];
  await page.locator('input[type=file]').setInputFiles({
    name: 'future.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([...rows, `2048-07-01,R-2,bales,1,${yard}`, ''].join('\n')),
  });
  await next(page, '対応付けへ進む');
  await next(page, '内容を確認する');
  await page.getByText('記帳できる仕訳 2 件、直すところのある行 0 行').waitFor();
  await next(page, '試し記帳');
  await page.getByText('このまま記帳できない行が 1 行あります').waitFor();
  await page.getByText('記帳できる仕訳 1 件、直すところのある行 1 行').waitFor();
  await page.getByText('この行は記帳できません').waitFor();
  await next(page, '記帳へ進む');
  assert.ok(await page.getByLabel('すべて記帳するか、まったくしない').isDisabled());
  await page.getByRole('button', { name: '1 件を記帳する' }).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('another header row has other columns, and the first one is guessed again', async () => {
  const { page, wrong, close } = await visit();
  await drop(page, list('見出し'));
  const header = page.getByLabel('見出しの行', { exact: true });
  await header.waitFor();
  await header.selectOption('2');
  await page.getByRole('columnheader', { name: /再生工場①/ }).waitFor();
  await header.selectOption('3');
  await page.getByRole('columnheader', { name: /正味重量/ }).waitFor();
  await next(page, '対応付けへ進む');
  assert.equal(await page.getByLabel('「正味重量(t)」列の意味').inputValue(), 'mass');
  assert.deepEqual(wrong, []);
  await close();
});

test('every step is clean in English, on a narrow dark screen', async () => {
  const look = {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    hasTouch: true,
  };
  const { page, wrong, close } = await visit(look, 'en');
  await page.locator('input[type=file]').setInputFiles(list('narrow'));
  await page.getByText('令和7年度 ベール受入実績').waitFor();
  await clean(page, 'what was recognised');
  await next(page, 'On to the columns');
  await page.getByRole('heading', { name: 'What the columns mean' }).waitFor();
  await clean(page, 'the columns, something missing');
  await page.locator('.card.missing').getByRole('combobox').fill("Recycler's yard (sample)");
  await page.keyboard.press('Tab');
  await next(page, 'Check the rows');
  await page.getByRole('heading', { name: 'What to mend' }).waitFor();
  await clean(page, 'the rows');
  await page.getByRole('button', { name: /Change how .* is read/ }).first().click();
  await page.waitForFunction(() => document.activeElement?.tagName === 'SELECT');
  assert.match(
    await page.evaluate(() => document.activeElement.labels[0].textContent),
    /正味重量/,
    'mending leads to the column',
  );
  await clean(page, 'how a column is read');
  await page.goBack();
  await page.getByRole('heading', { name: 'What to mend' }).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('the file is chosen and the steps are walked by keyboard alone', async () => {
  const { page, wrong, close } = await visit();
  const focus_on = async (matches) => {
    for (let i = 0; i < 60; i++) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), matches))
        return;
      await page.keyboard.press('Tab');
    }
    assert.fail(`Tab reaches ${matches}`);
  };
  // Asked for early: the browser must know that the chooser is ours before the key goes down.
  const choosing = page.waitForEvent('filechooser');
  await focus_on('input[type=file]');
  await page.keyboard.press('Space');
  await (await choosing).setFiles(list('鍵盤'));
  await page.getByText('令和7年度 ベール受入実績').waitFor();
  await focus_on('.actions .primary');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '列の意味' }).waitFor();
  await focus_on('.missing input');
  await page.keyboard.type('受入ヤード');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText(/記帳できる仕訳 3 件/).waitFor();
  await focus_on('.actions .primary');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '直すところ' }).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a page that lost its file begins at the file, and a file that is no table says so', async () => {
  const { page, close } = await visit();
  await page.locator('input[type=file]').setInputFiles(list('再読込'));
  await next(page, '対応付けへ進む');
  await page.reload();
  await page.getByText('ここに表のファイルを置いてください').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('step'), null);
  await page.locator('input[type=file]').setInputFiles({
    name: '写真.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from('PK\x03\x04 and nothing more'),
  });
  await page.getByRole('alert').waitFor();
  await close();
});
