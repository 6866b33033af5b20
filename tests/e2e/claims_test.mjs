// SPDX-License-Identifier: Apache-2.0
// A book's claims: an account is opened, a claim made and refused, its document saved and verified
// in the browser, one character changed, the claim withdrawn, and what rested on it falls.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { axe_violations, open_page, start_browser, start_server } from './support.mjs';

let server;
let browser;
let saved; // the document, as it was downloaded
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

async function post(path, fields) {
  const answer = await fetch(`${server.base}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const body = await answer.json();
  assert.ok(answer.ok, `${path}: ${JSON.stringify(body)}`);
  return body;
}

const heading = (page, level, name) => page.getByRole('heading', { level, name }).waitFor();
/** A refusal is an answer like others, but browsers report it as an error. */
const unexpected = (wrong) => wrong.filter((each) => !each.includes('status of 4'));
const shipment = 'pet-recycler/r-2025-05-22-shipment';
const claims = '/books/pet-recycler/claims';

test('an account is opened with the sites and materials of the book', async () => {
  const { page, wrong, close } = await visit('/books/pet-recycler?lang=ja');
  await page.getByRole('link', { name: '証明', exact: true }).click();
  await page.getByText('管理口座はまだありません。').waitFor();
  await page.getByRole('link', { name: '口座を開く' }).click();
  const dialog = page.getByRole('dialog', { name: '管理口座を開く' });
  await dialog.getByRole('button', { name: '口座を開く' }).click();
  await dialog.getByText('口座の名前を入力してください。').waitFor();
  await dialog.getByLabel('口座の名前').fill('rpet');
  for (const site of [/受入ヤード/, /洗浄工程/, /造粒工程/]) await dialog.getByLabel(site).check();
  const inputs = dialog.getByRole('group', { name: '投入する材料' });
  await inputs.getByLabel('PETボトルのベール').check();
  await inputs.getByLabel('成形の不良品・端材').check();
  const outputs = dialog.getByRole('group', { name: '産出する製品' });
  await outputs.getByLabel('再生PETペレット').check();
  await dialog.getByRole('radio', { name: /マスバランス方式（クレジット）/ }).check();
  await dialog.getByLabel('期間の長さ（か月）').waitFor();
  await dialog.getByRole('radio', { name: /管理された混合/ }).check();
  await dialog.getByLabel('開始日').fill('2025-04-01');
  await dialog.getByText('記帳できます').waitFor();
  await dialog.getByText(/再生PETペレットの証明は口座「rpet」で「管理された混合」/).waitFor();
  await dialog.getByRole('button', { name: '口座を開く' }).click();
  await heading(page, 3, 'rpet');
  await page.getByText('ほかの材料と混ぜますが').first().waitFor();
  assert.deepEqual(unexpected(wrong), []);
  await close();
});

test('a claim of too much is refused with the reason, and one of less is made', async () => {
  const { page, wrong, close } = await visit(`${claims}?lang=en&do=claim`);
  const dialog = page.getByRole('dialog', { name: 'Make a claim' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Make a claim' }).first().press('Enter');
  const subject = dialog.getByLabel('Lot or shipment');
  await subject.selectOption(`shipment\n${shipment}\nrecycled_pellets`);
  assert.equal(await dialog.getByLabel('Mass', { exact: true }).inputValue(), '9');
  await dialog.getByText('This cannot be booked as it is').waitFor();
  await dialog.getByText(/the matter has no more than 8\.791 t/).waitFor();
  assert.ok(await dialog.getByRole('button', { name: 'Make the claim' }).isDisabled());
  await dialog.getByLabel('Mass (t)').fill('4.5');
  await dialog.getByText('This can be booked').waitFor();
  await dialog.getByText(/A claim of 50\.0 % recycled content of 9 t/).waitFor();
  await dialog.getByRole('button', { name: 'Make the claim' }).click();
  await heading(page, 1, /^Claim claim-/);
  await page.getByText('The claim is booked and stands.').waitFor();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await page.getByText('50.0 %').first().waitFor();
  await page.locator('summary', { hasText: 'Withhold members' }).click();
  await page.getByLabel('Recipient').check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save with 1 withheld' }).click(),
  ]);
  saved = readFileSync(await download.path(), 'utf8');
  assert.match(download.suggestedFilename(), /^pet-recycler-claim-.*\.json$/);
  assert.ok(!saved.includes('Bottler (sample)'), 'what is withheld is not in the file');
  assert.deepEqual(unexpected(wrong), []);
  await close();
});

test('the document is verified in the browser, and one changed character is seen', async () => {
  const { page, wrong, close } = await visit('/verify?lang=ja');
  const asked = [];
  page.on('request', (request) => asked.push(request.method()));
  await page.getByText('ファイルを選ぶ').waitFor();
  const file = (text) => ({
    name: 'claim.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await page.locator('input[type=file]').setInputFiles(file(saved));
  await heading(page, 2, '文書は正しいものです');
  assert.equal(await page.getByText('合格', { exact: true }).count(), 7);
  await page.getByText(/伏せられた項目：宛先/).waitFor();
  await page.getByText('有効', { exact: true }).waitFor();
  await page.locator('input[type=file]').setInputFiles(file(saved.replace('4500 kg', '4600 kg')));
  await heading(page, 2, '文書は正しいと認められません');
  await page.getByText('署名の後に、どこかが書き換えられています。').waitFor();
  await page.getByLabel('発行者の公開鍵').fill('key');
  await page.getByText('公開鍵として読めません').waitFor();
  assert.ok(!asked.includes('POST'), 'the document is sent nowhere');
  assert.deepEqual(unexpected(wrong), []);
  await close();
});

test('where the browser knows no Ed25519 the server is asked, and the page says so', async () => {
  const { page, wrong, close } = await visit('/about?lang=en');
  await page.addInitScript(() => {
    SubtleCrypto.prototype.importKey = () => Promise.reject(new Error('unknown algorithm'));
  });
  await page.goto(`${server.base}/verify?lang=en`);
  await page.getByLabel('Or paste the document').fill(saved);
  await heading(page, 2, 'The document holds');
  await page.getByText('This browser cannot check signatures').waitFor();
  await page.getByLabel('Or paste the document').fill(saved.replace('4500 kg', '4600 kg'));
  await heading(page, 2, 'The document does not hold');
  await page.getByText('something in it was changed').waitFor();
  assert.deepEqual(unexpected(wrong), []);
  await close();
});

test('a withdrawn claim takes with it what rests on it', async () => {
  const made = await (await fetch(`${server.base}/api/v1${claims}`)).json();
  const [{ claim }] = made.claims;
  await post('books/pet-bottler/custody', {
    type: 'custody-account/1',
    statement: {
      account: 'bottles',
      sites: ['bottler_silo', 'bottler_moulding'],
      model: 'mass_balance_credit',
      inputs: ['recycled_pellets'],
      outputs: ['bottles'],
      period_months: 3,
      from: '2025-04-01',
    },
  });
  const resting = await post('books/pet-bottler/claims', {
    account: 'bottles',
    lot: 'B-P02',
    mass: '2.5 t',
    contents: ['post_consumer=2.5 t'],
    on: '2025-06-20',
  });
  const { page, wrong, close } = await visit(`${claims}/${claim}?lang=en`);
  await page.getByRole('button', { name: 'Show what would fall' }).click();
  await page.getByText('Other claims that would change: 1').waitFor();
  await page.getByRole('link', { name: 'Withdraw the claim' }).click();
  const dialog = page.getByRole('dialog', { name: 'Withdraw the claim' });
  await dialog.getByLabel('Reason').fill('Weighed twice');
  await dialog.getByText('This can be booked').waitFor();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('The claim is withdrawn.').waitFor();
  await page.goto(`${server.base}/books/pet-bottler/claims?lang=en&standing=refused`);
  const row = page.getByRole('row').filter({ hasText: resting.id });
  await row.getByText('refused').waitFor();
  await row.getByText(/no more than/).waitFor();
  await page.goto(`${server.base}/verify?lang=en&book=pet-recycler&claim=${claim}`);
  await page.getByText('withdrawn', { exact: true }).waitFor();
  assert.deepEqual(unexpected(wrong), []);
  await close();
});

test('a certificate is issued, split and given away', async () => {
  await post('books/pet-bottler/custody', {
    type: 'certificate-issue/1',
    statement: { account: 'bottles', contents: { post_consumer: '400 kg' } },
    id: 'cert-1',
    on: '2025-06-20',
  });
  const { page, wrong, close } = await visit('/books/pet-bottler/certificates?lang=en');
  await page.getByRole('link', { name: /^Split.*cert-1$/ }).click();
  await page.getByLabel(/Mass of the first part/).fill('0.1');
  await page.getByText('Two certificates: 0.1 t and 0.3 t.').waitFor();
  await page.getByRole('button', { name: 'Split' }).click();
  await page.getByRole('link', { name: /^Transfer.*cert-1#1$/ }).click();
  await page.getByLabel('New holder').selectOption('pet-recycler');
  await page.getByText('0.1 t go to Recycler (sample)').waitFor();
  await page.getByRole('button', { name: 'Transfer' }).click();
  await heading(page, 2, 'Issued, held by others');
  assert.deepEqual(unexpected(wrong), []);
  await close();
});

test('every page is accessible, wide and narrow, in both languages and themes', async () => {
  const { claims: made } = await (await fetch(`${server.base}/api/v1${claims}`)).json();
  const pages = [
    [claims, 'rpet'],
    [`${claims}?do=open`, '口座の名前|Name of the account'],
    [`${claims}?do=claim`, 'ロットまたは出荷|Lot or shipment'],
    [`${claims}/${made[0].claim}`, 'rpet'],
    ['/books/pet-bottler/claims', '受入|Received'],
    ['/books/pet-bottler/certificates', 'cert-1#2'],
    ['/verify', '公開鍵|Public key'],
  ];
  for (const [lang, width, colorScheme] of [
    ['ja', 1280, 'light'],
    ['en', 390, 'dark'],
    ['ja', 390, 'light'],
  ]) {
    const viewport = { width, height: 900 };
    const { page, close } = await open_page(browser, server.base, { viewport, colorScheme });
    for (const [path, text] of pages) {
      const query = `${path.includes('?') ? '&' : '?'}lang=${lang}`;
      await page.goto(server.base + path + query);
      await page.getByText(new RegExp(text)).first().waitFor();
      assert.deepEqual(await axe_violations(page), [], `${path} ${lang} ${width}`);
      const overhang = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      assert.ok(overhang <= 0, `${path} at ${width}: ${overhang} px too wide`);
    }
    await close();
  }
});
