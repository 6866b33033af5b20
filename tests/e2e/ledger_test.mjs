// SPDX-License-Identifier: Apache-2.0
// The clerk's way through the ledger: find an entry, read it, correct it, see both; a statement; a
// book of one's own and the entries in it, from the first stock to a shipment received next door.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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
const button = (page, name) => page.getByRole('button', { name, exact: true });
const choose = async (page, label, text) => {
  await page.getByRole('combobox', { name: label }).fill(text);
  await page.getByRole('option', { name: text }).first().click();
};
const type = (page, label, text) =>
  page.getByRole('combobox', { name: label, exact: true }).fill(text);
const mass = (page, text, at = 0) =>
  page.getByRole('textbox', { name: '質量', exact: true }).nth(at).fill(text);

async function request(path, fields) {
  const answer = await fetch(`${server.base}/api/v1/${path}`, {
    method: fields ? 'POST' : 'GET',
    headers: { 'Content-Type': 'application/json' },
    body: fields && JSON.stringify(fields),
  });
  return { status: answer.status, body: await answer.json() };
}

async function check_and_book(page) {
  await button(page, '確認へ進む').click();
  await heading(page, 2, 'この内容で記帳します');
  await button(page, '記帳する').click();
  await page.getByText('記帳しました').waitFor();
}

test('an entry is found by a word, opened and read as a sentence', async () => {
  const { page, wrong, close } = await visit('/books?lang=ja');
  await page.getByRole('link', { name: '再生事業者（見本）' }).click();
  await heading(page, 1, '再生事業者（見本）');
  await page.getByRole('searchbox', { name: '仕訳を探す' }).fill('計量票 見本-0410');
  await page.getByText('1 件見つかりました').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), '計量票 見本-0410');
  await page.locator('tbody').getByRole('link').first().click();
  await page.getByText('収集事業者（見本）から PETボトルのベール 9.985 t を受け取り').waitFor();
  await page.getByText('計量の差は 0.015 t です').waitFor();
  await page.getByText('入りと出が一致').waitFor();
  const sums = await page.locator('tfoot td.number').allInnerTexts();
  assert.deepEqual(
    sums.map((text) => text.trim()),
    ['10 t', '10 t'],
  );
  await page.goBack();
  await page.getByText('1 件見つかりました').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('kind, days and order narrow the list, and pages follow each other', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler?lang=ja');
  await page.getByText('仕訳 18 件').waitFor();
  await page.getByLabel('種類').selectOption('transform');
  await page.getByText('5 件見つかりました').waitFor();
  await page.getByLabel('この日まで').fill('2025-04-30');
  await page.getByText('2 件見つかりました').waitFor();
  const first = page.locator('tbody th a').first();
  assert.match(await first.innerText(), /第 6 号/);
  await page.getByText('古い順').click();
  await page.waitForFunction(() =>
    document.querySelector('tbody th a')?.textContent?.includes('第 3 号'),
  );
  await page.getByRole('link', { name: '条件を消す' }).click();
  await page.getByText('仕訳 18 件').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a mass opens down to its evidence', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler/entries/2?lang=ja');
  await page.locator('tbody .figure button').first().click();
  await page.getByRole('dialog').getByRole('heading', { name: 'この数値の根拠' }).waitFor();
  await page.keyboard.press('Escape');
  assert.deepEqual(wrong, []);
  await close();
});

test('a correction books a reversing entry, and each leads to the other', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler/entries/15?lang=ja');
  await page.getByRole('link', { name: '訂正する' }).click();
  const dialog = page.getByRole('dialog', { name: '第 15 号を訂正する' });
  await dialog.getByText('この仕訳は消えません').waitFor();
  await dialog.getByRole('button', { name: '取り消しの仕訳を記帳する' }).click();
  await dialog.getByText('理由を書いてください').waitFor();
  assert.equal((await request('books/pet-recycler/entries/15')).body.corrected_by, null);
  await dialog.getByLabel('訂正の理由').fill('納品書の読み違い');
  await dialog.getByRole('button', { name: '取り消しの仕訳を記帳する' }).click();
  await page.getByText('訂正しました').waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: /^第 19 号/ }).click();
  await heading(page, 1, /第 19 号/);
  await page.getByText('納品書の読み違い').waitFor();
  await page.getByRole('link', { name: /^第 15 号/ }).click();
  await page.getByText('取り消し済みの仕訳です').waitFor();
  assert.equal(await page.getByRole('link', { name: '訂正する' }).count(), 0, 'not a second time');
  await page.getByRole('link', { name: '正しい内容で記帳し直す' }).click();
  await page.getByText('訂正した第 15 号に代わる仕訳です').waitFor();
  await mass(page, '1,850');
  await check_and_book(page);
  await page.getByRole('link', { name: /^第 15 号/ }).click();
  await page.getByText('代わりに記帳された仕訳').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a refused correction says why in words', async () => {
  // What was shipped has been received: only the receiver can begin.
  const { page, close } = await visit('/books/pet-recycler/entries/14?lang=ja&correct=1');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('訂正の理由').fill('試し');
  await dialog.getByRole('button', { name: '取り消しの仕訳を記帳する' }).click();
  await dialog.getByRole('alert').waitFor();
  await dialog.getByText('すでに受け入れられています').waitFor();
  await dialog.getByText('先に受入側に受入仕訳の訂正を依頼してください').waitFor();
  await close();
});

test('a balance opens its statement, also as of a day', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler?lang=ja&view=balances');
  await page.getByRole('searchbox').fill('R-P02');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  await page
    .locator('tbody')
    .getByRole('link', { name: /明細を開く/ })
    .click();
  await heading(page, 1, /R-P02/);
  const balances = await page.locator('tbody tr td:last-child').allInnerTexts();
  assert.match(balances[0], /14\.4786 t/);
  assert.match(balances[1], /5\.4786 t/);
  await page.getByLabel('この時点で').fill('2025-05-21');
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
  await page.getByText('後から記録された分も含みます').waitFor();
  await page.getByText('記録した日', { exact: true }).click();
  await page.getByText('この時点までの明細はありません').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('as_of_by'), 'recorded');
  assert.deepEqual(wrong, []);
  await close();
});

test('the proof of an entry is taken home', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler/entries/2?lang=ja');
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: '証明をダウンロード' }).click();
  const proof = JSON.parse(readFileSync(await (await waiting).path(), 'utf8'));
  assert.equal(proof.form, 'meguri-entry-proof/1');
  await page.getByText('ネットワークなしで確かめる方法').click();
  await page.getByText('meguri log verify --key log.pub').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a book is created, its first stock booked, and a double click books once', async () => {
  const { page, wrong, close } = await visit('/books?lang=ja');
  await page.getByRole('link', { name: '帳簿をつくる' }).click();
  const dialog = page.getByRole('dialog', { name: '帳簿をつくる' });
  await dialog.getByRole('button', { name: 'つくる' }).click();
  await dialog.getByText('名前を入力してください').waitFor();
  await dialog.getByLabel('帳簿の名前').fill('町の置き場 Yard 7');
  assert.equal(await dialog.getByLabel('識別子').inputValue(), 'yard-7');
  await dialog.getByLabel('識別子').fill('e2e-yard');
  await dialog.getByLabel('水分').check();
  await dialog.getByRole('button', { name: 'つくる' }).click();
  await heading(page, 1, '町の置き場 Yard 7');
  await page.getByText('まだ仕訳がありません').waitFor();

  await page.getByRole('link', { name: '記帳する' }).first().click();
  await heading(page, 1, '記帳する');
  assert.ok(await page.getByRole('radio', { name: /期首在庫/ }).isChecked(), 'a book begins so');
  await button(page, '確認へ進む').click();
  await page.getByText('品目を入力してください').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')),
    'true',
    'the focus goes to the first field that lacks something',
  );
  await type(page, '品目', '古紙');
  await mass(page, '１，２００');
  await type(page, '置き場所', '倉庫A');
  await type(page, 'ロット', 'P-1');
  await button(page, '確認へ進む').click();
  await heading(page, 2, 'この内容で記帳します');
  const before = await request('books/e2e-yard/entries');
  assert.equal(before.body.total, 0, 'a rehearsal books nothing');
  await button(page, '記帳する').dblclick();
  await page.getByText('記帳しました').waitFor();
  assert.equal((await request('books/e2e-yard/entries')).body.total, 1);
  assert.deepEqual(wrong, []);
  await close();
});

test('an answer that got lost is asked for again without booking twice', async () => {
  const { page, close } = await visit('/books/e2e-yard/new?lang=ja&kind=opening');
  await type(page, '品目', '空きびん');
  await mass(page, '40');
  await type(page, '置き場所', '倉庫A');
  await type(page, 'ロット', 'G-1');
  await button(page, '確認へ進む').click();
  await heading(page, 2, 'この内容で記帳します');
  const entries = '**/api/v1/books/e2e-yard/entries?*';
  await page.route(entries, async (route) => {
    await route.fetch();
    await route.abort();
  });
  await button(page, '記帳する').click();
  await page.getByText('記帳されたかどうか分かりません').waitFor();
  await page.unroute(entries);
  assert.equal((await request('books/e2e-yard/entries?q=G-1')).body.total, 1);
  await button(page, '記帳する').click();
  await page.getByText('記帳しました').waitFor();
  assert.equal((await request('books/e2e-yard/entries?q=G-1')).body.total, 1);
  await close();
});

test('the form says what is missing while one types, and the engine what it refuses', async () => {
  const { page, close } = await visit('/books/e2e-yard/new?lang=ja&kind=transform');
  await choose(page, '場所・ロット・品目', 'P-1');
  await mass(page, '1320');
  await page.getByText('在庫があと 120 kg 足りません').waitFor();
  await mass(page, '1000');
  await type(page, '品目', '圧縮古紙');
  await mass(page, '880', 1);
  await type(page, '置き場所または行き先', '倉庫B');
  await type(page, 'ロット', 'Q-1');
  await page.getByText('行き先があと 120 kg 足りません').waitFor();
  await button(page, '確認へ進む').click();
  assert.equal(await page.getByRole('heading', { name: 'この内容で記帳します' }).count(), 0);
  await button(page, '不足分を「失われた分」に加える').click();
  await page.getByText('釣り合っています', { exact: true }).waitFor();

  // Meanwhile somebody else takes from the lot: the engine refuses, and says so at the field.
  const taken = await request('books/e2e-yard/entries', {
    entries: {
      client_id: 'meanwhile',
      kind: 'use',
      event_from: '2026-01-01',
      lines: [
        { site: '倉庫A', lot: 'P-1', material: '古紙', mass: '-300 kg' },
        { site: 'market', material: '古紙', mass: '300 kg' },
      ],
    },
  });
  assert.equal(taken.status, 201);
  await button(page, '確認へ進む').click();
  await page.locator('.fault', { hasText: '100 kg 足りません' }).waitFor();
  assert.equal(
    await page
      .getByRole('textbox', { name: '質量', exact: true })
      .first()
      .getAttribute('aria-invalid'),
    'true',
  );
  await close();
});

test('a shipment goes next door and is received with the difference of the scales', async () => {
  const { page, wrong, close } = await visit('/books/e2e-yard/new?lang=ja&kind=ship');
  await choose(page, '場所・ロット・品目', 'P-1');
  await mass(page, '0.5');
  await page.getByRole('combobox', { name: '質量の単位' }).selectOption('t');
  await choose(page, '送り先の帳簿', '再生事業者（見本）');
  await page.getByLabel('受け取りの期限').fill('2036-12-31');
  await check_and_book(page);
  await page.getByText('まだ受け取られていません').waitFor();

  await page.goto(`${server.base}/books/pet-recycler?lang=ja&view=shipments&state=open`);
  await page.getByRole('link', { name: '受け取りを記帳' }).click();
  await page.getByText('届いた物').waitFor();
  await page.getByLabel('こちらで量った量', { exact: true }).fill('498.5');
  await page.getByText('計量の差 1.5 kg 減として記帳されます').waitFor();
  await type(page, '置き場所', 'recycler_yard');
  await type(page, 'ロット', 'R-E2E');
  await check_and_book(page);
  await page.getByText('-0.0015 t').waitFor();
  await page.getByText('受領済み').first().waitFor();
  await page.getByRole('link', { name: /出荷$/ }).click();
  await heading(page, 1, /出荷/);
  await page.getByRole('link', { name: '町の置き場 Yard 7' }).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a shipment is declined, which moves nothing', async () => {
  const shipped = await request('books/e2e-yard/entries', {
    entries: {
      client_id: 'unwanted',
      kind: 'ship',
      event_from: '2026-01-02',
      deadline: '2036-12-31',
      lines: [
        { site: '倉庫A', lot: 'P-1', material: '古紙', mass: '-7 kg' },
        { site: 'transit/e2e-yard/pet-collector', material: '古紙', mass: '7 kg' },
      ],
    },
  });
  assert.equal(shipped.status, 201);
  const { page, wrong, close } = await visit('/books/pet-collector/new?lang=ja&kind=decline');
  await choose(page, '出荷', '古紙');
  await page.getByLabel('備考').fill('品目の誤り');
  await check_and_book(page);
  await page.getByText('の受け取りを断りました').waitFor();
  const { body } = await request('shipments?book=pet-collector&state=declined');
  assert.equal(body.total, 1);
  assert.deepEqual(wrong, []);
  await close();
});

const pages = [
  ['books', '/books?', 'tbody tr'],
  ['create a book', '/books?create=1&', 'dialog input'],
  ['entries', '/books/pet-recycler?', 'tbody tr'],
  ['balances', '/books/pet-recycler?view=balances&as_of=2025-05-01&', 'tbody tr'],
  ['shipments', '/books/pet-recycler?view=shipments&', 'tbody tr'],
  ['measures', '/books/pet-recycler?view=measures&', 'main section, main p'],
  ['entry', '/books/pet-recycler/entries/3?', 'tfoot'],
  ['receipt', '/books/pet-recycler/entries/2?', '.halves'],
  ['correct', '/books/pet-recycler/entries/3?correct=1&', 'dialog textarea'],
  [
    'statement',
    '/books/pet-recycler/statement?site=recycler_pelletising&lot=R-P02&material=recycled_pellets&',
    'tbody tr',
  ],
  ...[
    'receive',
    'move',
    'transform',
    'use',
    'dispose',
    'ship',
    'arrive',
    'decline',
    'adjust',
    'opening',
  ].map((kind) => [`form: ${kind}`, `/books/pet-recycler/new?kind=${kind}&`, 'form button']),
];
const looks = [
  ['ja', 'wide, light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }],
  [
    'en',
    'narrow, dark',
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
  ],
];

for (const [name, path, ready] of pages) {
  for (const [language, look, options] of looks) {
    test(`${name}: ${language}, ${look}: clean, and no wider than the screen`, async () => {
      const { page, wrong, close } = await visit(`${path}lang=${language}`, options);
      await page.locator(ready).first().waitFor();
      assert.deepEqual(await axe_violations(page), []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
      assert.deepEqual(wrong, []);
      await close();
    });
  }
}

test('the form is filled in by keyboard alone', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler/new?lang=ja&kind=move');
  const account = page.getByRole('combobox', { name: '場所・ロット・品目' });
  await account.focus();
  await page.keyboard.type('R-OPEN');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.match(await account.inputValue(), /R-OPEN/);
  await page.keyboard.press('Tab');
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('倉庫C');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await heading(page, 2, 'この内容で記帳します');
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2');
  assert.deepEqual(wrong, []);
  await close();
});
