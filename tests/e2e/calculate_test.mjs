// SPDX-License-Identifier: Apache-2.0
// Calculations: found among the programmes, tried with a sample, filled in with own numbers, with
// the numbers of a town, with rows of a table; and where each result comes from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axe_violations, open_page, start_browser, start_server } from './support.mjs';

let server;
let browser;
before(async () => {
  server = await start_server({
    more: [
      'ce-package',
      'food-loss',
      'green-purchasing',
      'regional-economy',
      'recycled-content-rules',
      'pet-bottle-content',
      'circularity-disclosure',
    ],
  });
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

/** The card of one result, by its name. */
function result(page, name) {
  return page.locator('.figures > li').filter({ has: page.getByRole('heading', { name }) });
}

/** What a button saves. */
async function saved_by(page, button) {
  const waiting = page.waitForEvent('download');
  await button.click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Puts a table into a cell as a spreadsheet does. */
async function paste(cell, text) {
  await cell.evaluate((element, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
}

/** Waits until a field of the address has these values. */
async function field_of_address(page, name, wanted) {
  await page.waitForFunction(
    ([field, value]) =>
      JSON.stringify(new URL(location.href).searchParams.getAll(field)) === JSON.stringify(value),
    [name, wanted],
  );
}

test('a programme leads to a sample, and a changed number changes the result', async () => {
  const { page, wrong, close } = await visit('/?lang=ja');
  await page.getByRole('navigation').getByRole('link', { name: '制度・事業' }).click();
  await page.getByRole('heading', { level: 1, name: '制度・事業' }).waitFor();
  await page.getByRole('searchbox', { name: '言葉で探す' }).fill('食品ロス削減の効果');
  await page.getByRole('link', { name: /見本の数で試す.*食品ロス削減の効果/ }).click();
  await page.getByRole('heading', { level: 1, name: '食品ロス削減の効果' }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('sample'), '1');

  const saved = result(page, '温室効果ガスの削減量');
  await saved.getByText('226.3').waitFor();
  await saved.getByText('ライフサイクル全体').waitFor();
  const input = page.getByRole('textbox', { name: '削減した食品ロス' });
  await input.fill('200');
  await saved.getByText('452.6').waitFor();
  await field_of_address(page, 'i', ['avoided=200']);
  assert.ok(await input.evaluate((element) => element === document.activeElement), 'keeps focus');

  await saved.getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('計算式').waitFor();
  await sheet.getByText('200 t').first().waitFor();
  await page.reload();
  await sheet.getByText('計算式').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });

  assert.equal(await input.inputValue(), '200', 'the address holds the number');
  await page.getByRole('button', { name: '元の値に戻す' }).click();
  await saved.getByText('226.3').waitFor();
  await page.waitForFunction(() => document.querySelector('.with-unit input')?.value === '100');
  assert.deepEqual(wrong, []);
  await close();
});

test('a range is carried on, and what cannot be read is said beside the field', async () => {
  const { page, close } = await visit('/calculations/food_loss_avoided?lang=ja');
  const saved = result(page, '温室効果ガスの削減量');
  await saved.getByText('不明').waitFor();
  await saved.getByText('入力がありません：削減した食品ロス').waitFor();
  const input = page.getByRole('textbox', { name: '削減した食品ロス' });
  await input.fill('９０..110');
  await saved.getByText('204–249').waitFor();
  await input.fill('たくさん');
  await page.getByText('数として読めません').waitFor();
  assert.equal(await input.getAttribute('aria-invalid'), 'true');
  await page.getByText('読めない入力があります').waitFor();
  await saved.getByText('204–249').waitFor();
  await input.fill('?');
  await page.getByText('読めない入力があります').waitFor({ state: 'hidden' });
  await saved.getByText('不明').waitFor();
  await close();
});

test('a link with something wrong in it still shows the form to mend it', async () => {
  const { page, close } = await visit('/calculations/food_loss_avoided?lang=ja&i=avoided=x1x');
  await page.getByText('読めません').first().waitFor();
  await page.getByRole('textbox', { name: '削減した食品ロス' }).fill('100');
  await result(page, '温室効果ガスの削減量').getByText('226.3').waitFor();
  await close();
});

test('rows are edited, pasted and removed; each rule says what it makes of them', async () => {
  const { page, wrong, close } = await visit('/calculations/gpp.pens?lang=ja&sample=1');
  const verdicts = page.getByRole('table', { name: '行ごとの判定' });
  const first_verdict = verdicts.locator('tbody tr').first().locator('td').first();
  await first_verdict.getByText('満たさない', { exact: true }).waitFor();
  const cells = page.getByRole('table', { name: /筆記具の表/ });
  await cells.getByRole('textbox', { name: /再生プラスチックの割合/ }).first().fill('45');
  await first_verdict.getByText('満たさない', { exact: true }).waitFor({ state: 'hidden' });
  await first_verdict.getByText('満たす', { exact: true }).waitFor();
  await page.getByText('入力した行').waitFor();

  await page.getByRole('button', { name: '見本の行に戻す' }).click();
  await first_verdict.getByText('満たさない', { exact: true }).waitFor();
  const name = cells.getByRole('textbox', { name: '1 行目の名称' });
  await paste(name, '名称\t再生プラスチックの割合\nペンA\t70\nペンB\t10\n');
  await verdicts.getByRole('rowheader', { name: 'ペンA' }).waitFor();
  assert.equal(await name.inputValue(), 'ペンA');
  const count = await cells.locator('tbody tr').count();
  await page.getByRole('button', { name: 'ペンAを削る' }).click();
  await verdicts.getByRole('rowheader', { name: 'ペンA' }).waitFor({ state: 'hidden' });
  assert.equal(await cells.locator('tbody tr').count(), count - 1);
  assert.match(new URL(page.url()).searchParams.get('r'), /ペンB/);

  const url = page.url();
  await page.goto(url);
  await verdicts.getByRole('rowheader', { name: 'ペンB' }).waitFor();
  assert.equal(await name.inputValue(), 'ペンB');
  await page.getByRole('button', { name: '行を足す' }).click();
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
    `${count} 行目の名称`,
  );
  assert.deepEqual(wrong, []);
  await close();
});

test('a proposal of a town is calculated with the numbers of the town', async () => {
  const { page, wrong, close } = await visit('/places/01100?lang=ja');
  const proposals = page.locator('#proposals');
  await proposals.getByRole('heading', { level: 2, name: '改善提案' }).waitFor();
  const proposal = proposals
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: '家庭の食品ロスの削減' }) });
  await proposal.getByText('入力すると分かること：まちの処理費の減少').waitFor();
  await proposal.getByRole('link', { name: '数を入れて計算する' }).click();
  await page.getByRole('heading', { level: 1, name: '家庭の食品ロスの削減' }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get('place'), '01100');

  const residents = page.locator('.field').filter({ hasText: '総人口' });
  await residents.getByText('まちの数値').waitFor();
  await residents.getByText('1,968,265').waitFor();
  const cost = result(page, 'まちの処理費の減少');
  await cost.getByText('不明').waitFor();
  await page.getByRole('textbox', { name: 'ごみが1トン減ると減る処理費' }).fill('12,000');
  await cost.getByText('不明').waitFor({ state: 'hidden' });
  await cost.getByText('百万円').waitFor();

  await page.getByRole('combobox', { name: 'ほかのまちにする' }).fill('はこだて');
  await page.getByRole('option', { name: /函館市/ }).click();
  await residents.getByText('1,968,265').waitFor({ state: 'hidden' });
  assert.deepEqual(new URL(page.url()).searchParams.getAll('i'), ['treatment_cost=12,000']);
  await page.goBack();
  await residents.getByText('1,968,265').waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('results are taken home as CSV, and with their formulas as a workbook', async () => {
  const { page, wrong, close } = await visit(
    '/calculations/food_loss_avoided?lang=ja&i=avoided=100',
  );
  await result(page, '温室効果ガスの削減量').getByText('226.3').waitFor();
  const table = await saved_by(page, page.getByRole('button', { name: 'CSV' }));
  assert.equal(table.name, 'food_loss_avoided.csv');
  assert.match(table.bytes.toString('utf8'), /226\.2931/);
  const formulas = page.getByRole('button', { name: '表計算（計算式つき）' });
  const workbook = await saved_by(page, formulas);
  assert.equal(workbook.name, 'food_loss_avoided.xlsx');
  assert.equal(workbook.bytes.subarray(0, 2).toString('latin1'), 'PK');

  await page.goto(`${server.base}/places/01100?lang=ja`);
  const diagnosis = await saved_by(page, formulas);
  assert.match(diagnosis.name, /^01100-.+\.xlsx$/);
  assert.equal(diagnosis.bytes.subarray(0, 2).toString('latin1'), 'PK');
  assert.deepEqual(wrong, []);
  await close();
});

test('given rows take numbers only, and their defaults stay defaults', async () => {
  const { page, wrong, close } = await visit('/calculations/ripple.two_sectors?lang=ja&sample=1');
  const cells = page.getByRole('table', { name: /の表$/ });
  const inputs = cells.getByRole('textbox');
  await inputs.first().waitFor();
  const count = await inputs.count();
  assert.equal(await page.getByRole('button', { name: '行を足す' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: /を削る$/ }).count(), 0);
  const all = page.locator('.figures .figure').first();
  const before = await all.textContent();
  await inputs.first().fill('321');
  await page.getByText('入力した数').waitFor();
  await page.waitForFunction(
    (text) => document.querySelector('.figures .figure')?.textContent !== text,
    before,
  );
  const rows = Object.values(JSON.parse(new URL(page.url()).searchParams.get('r')))[0];
  assert.equal(rows.length, 2, 'all rows are sent');
  assert.ok(rows.every((row) => row.row === undefined), 'the names are given');

  await paste(inputs.first(), '1\n2\n3\n4');
  await page.getByText('下の 2 行は入れていません').waitFor();
  assert.equal(await inputs.count(), count);
  await page.waitForFunction(() => !new URL(location.href).searchParams.get('r').includes('321'));
  await page.reload();
  await page.getByText('入力した数').waitFor();
  assert.equal(await inputs.first().inputValue(), '1');

  await page.goto(`${server.base}/calculations/ripple.thirteen_sectors?lang=ja&sample=1`);
  const local = page.getByRole('textbox', { name: '農林水産業 自給率（%）' });
  await local.waitFor();
  assert.equal(await local.inputValue(), '', 'a default is no number of one’s own');
  assert.match(await local.getAttribute('placeholder'), /^\d/);
  assert.deepEqual(wrong, []);
  await close();
});

test('where a number has a range, draws say how results spread', async () => {
  const { page, wrong, close } = await visit(
    '/calculations/food_loss_avoided?lang=ja&i=avoided=100',
  );
  const saved = result(page, '温室効果ガスの削減量');
  const start = page.getByRole('button', { name: 'ばらつきを調べる（1万回の試行）' });
  await saved.getByText('226.3').waitFor();
  assert.equal(await start.count(), 0, 'nothing spreads');
  await page.getByRole('textbox', { name: '削減した食品ロス' }).fill('90..110');
  await start.click();
  await saved.getByText('10回に9回はこの幅').waitFor();
  await field_of_address(page, 'draws', ['10000']);
  await page.reload();
  await saved.getByText('10回に9回はこの幅').waitFor();
  await page.getByRole('button', { name: '試行をやめる' }).click();
  await saved.getByText('10回に9回はこの幅').waitFor({ state: 'hidden' });

  const targets = '/calculations/food_loss_targets?lang=ja&sample=1&draws=10000';
  await page.goto(`${server.base}${targets}&i=business_now=210..230`);
  await page.getByText(/試行のうち満たした割合：[\d.]+%/).first().waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('a book gives the numbers; months are measured, and two of them compared', async () => {
  const { page, wrong, close } = await visit('/books/pet-bottler?lang=ja&view=measures');
  await page.getByRole('link', { name: 'ボトルの再生材の割合（帳簿から）' }).click();
  await result(page, '再生材の割合').getByText('68.8').waitFor();
  await page.goto(`${server.base}/calculations/pet_bottle.recycled_content?lang=ja`);
  const share = result(page, '再生材の割合');
  await share.getByText('不明').waitFor();
  const books = page.getByRole('region', { name: '帳簿ごとの値' });
  await books.getByRole('row', { name: /飲料容器製造事業者.*68\.8/ }).waitFor();
  await page.getByRole('combobox', { name: '帳簿を選ぶ' }).selectOption('pet-bottler');
  await share.getByText('68.8').waitFor();
  await page.getByText('帳簿の記録').first().waitFor();
  assert.equal(await page.getByRole('textbox', { name: /再生ペレット/ }).inputValue(), '16.5');

  await page.getByText('月ごと', { exact: true }).click();
  const months = page.getByRole('region', { name: '期間ごとの値' });
  await months.getByRole('link', { name: '2025年4月' }).click();
  await share.getByText('66.7').waitFor();
  await field_of_address(page, 'period', ['2025-04']);

  await page.getByRole('combobox', { name: '比べる相手の期間' }).selectOption('2025-05');
  const compared = page.getByRole('region', { name: '比べる' });
  await compared.getByText('+3.3 ポイント').waitFor();
  await compared.getByText('+12.0 ポイント').waitFor();
  await page.reload();
  await compared.getByText('+3.3 ポイント').waitFor();

  // A number of one's own stands in the place of what was recorded, and leaves again.
  await page.getByRole('textbox', { name: /再生ペレット/ }).fill('0');
  await page.getByText('25%に届かない').waitFor();
  await page.getByRole('button', { name: /元の値に戻す.*再生ペレット/ }).click();
  await share.getByText('66.7').waitFor();

  // Down to the entries.
  await share.getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('計算式').waitFor();
  await sheet.getByRole('button', { name: /^6/ }).first().click();
  await sheet.getByText(/在庫から出した量の合計/).waitFor();
  assert.deepEqual(wrong, []);
  await close();
});

test('rows of a book are filled in beside what was recorded', async () => {
  const { page, wrong, close } = await visit(
    '/calculations/iso_59020.inflow?lang=ja&book=pet-recycler',
  );
  const bales = (column) => page.getByRole('textbox', { name: `PETボトルのベール ${column}` });
  await bales('うち再生材').waitFor();
  assert.equal(await bales('質量').getAttribute('placeholder'), '21.985');
  assert.equal(await bales('質量').inputValue(), '');
  await bales('うち再使用').fill('0');
  await bales('うち再生材').fill('21.985');
  await page.waitForFunction(() => new URL(location.href).searchParams.get('r')?.includes('21.985'));
  const rows = () => JSON.parse(new URL(page.url()).searchParams.get('r')).inflow;
  assert.deepEqual(rows(), [{ material: 'bales', reused: '0', recycled: '21.985' }]);
  await page.reload();
  await bales('うち再生材').waitFor();
  assert.equal(await bales('うち再生材').inputValue(), '21.985');
  await page.getByRole('button', { name: '行を足す' }).click();
  await page.getByRole('textbox', { name: '3 行目の名称' }).fill('苛性ソーダ');
  await page.getByRole('textbox', { name: '苛性ソーダ 質量（t）' }).fill('1.1');
  await page.waitForFunction(() =>
    new URL(location.href).searchParams.get('r').includes('苛性ソーダ'),
  );
  assert.equal(rows().length, 2);
  await page.getByRole('button', { name: '帳簿の記録に戻す' }).click();
  await page.waitForFunction(() => !new URL(location.href).searchParams.has('r'));
  assert.deepEqual(wrong, []);
  await close();
});

const ranged = '{"sectors":[{"demand":"90..110","local":"50"},{"demand":"0","local":"80"}]}';
const pages = [
  ['programmes', '/programmes?', 'article'],
  ['list of calculations', '/calculations?', 'section li'],
  ['calculation', '/calculations/food_loss_avoided?sample=1&', '.figures .figure'],
  ['of a town', '/calculations/household_food_loss?place=01100&', '.figures .figure'],
  ['verdicts of rows', '/calculations/gpp.pens?sample=1&', 'article.card'],
  ['results of rows', '/calculations/gpp.record?sample=1&', 'tfoot'],
  ['given rows', `/calculations/ripple.two_sectors?draws=100&r=${ranged}&`, '.spread'],
  ['with a fault', '/calculations/food_loss_avoided?i=avoided=abc&', '.fault'],
  [
    'of a book',
    '/calculations/pet_bottle.recycled_content?book=pet-bottler&period=2025-04&with_period=2025-05&by=month&',
    '.parts',
  ],
  ['rows of a book', '/calculations/iso_59020.inflow?book=pet-recycler&', 'tfoot'],
  ['books side by side', '/calculations/books.disclosure?', '.table-scroll td a'],
  ['proposals', '/places/01100?order=ghg&', '#proposals article'],
];

const looks = [
  { name: 'wide, light', options: { viewport: { width: 1440, height: 900 } } },
  {
    name: 'narrow, dark',
    options: { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
  },
];

for (const [name, path, ready] of pages) {
  for (const look of looks) {
    for (const language of ['ja', 'en']) {
      test(`${name} can be used by everyone: ${language}, ${look.name}`, async () => {
        const { page, close } = await visit(`${path}lang=${language}`, look.options);
        await page.locator(ready).first().waitFor();
        for (const summary of await page.locator('main details > summary').all()) {
          await summary.evaluate((element) => (element.parentElement.open = true));
        }
        await page.waitForTimeout(100); // what was opened is drawn
        assert.deepEqual(await axe_violations(page), []);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(overflow <= 0, `${overflow} px wider than the screen`);
        await close();
      });
    }
  }
}
