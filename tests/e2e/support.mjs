// SPDX-License-Identifier: Apache-2.0
// What the browser tests share: the real binary on a data folder of its own with the real packs,
// a headless Chromium that may talk to nothing else, and axe.
//
// Without the binary, Chromium or the web tools a test exits 77, which ctest counts as skipped.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const packs = ['japan-base', 'municipal-waste', 'e-scrap', 'pet-bottle-loop'];
export const chromium_path = process.env.MEGURI_CHROMIUM ?? '/usr/bin/chromium';
const require = createRequire(join(root, 'web/package.json'));

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

function find_binary() {
  const candidates = [process.env.MEGURI, 'build/release/bin/meguri', 'build/dev/bin/meguri']
    .filter(Boolean)
    .map((path) => join(path.startsWith('/') ? '' : root, path));
  return candidates.find((path) => existsSync(path)) ?? skip('the meguri binary is not built');
}

export const binary = find_binary();

/** Runs a command of the program and returns its standard output. */
export function meguri(...words) {
  const run = spawnSync(binary, words, { cwd: root, encoding: 'utf8' });
  if (run.status !== 0)
    throw new Error(`meguri ${words.join(' ')}: exit ${run.status}\n${run.stderr}`);
  return run.stdout;
}

async function free_port() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => resolve(port));
      });
  });
}

/**
 * Starts the server, with packs `more` than the usual ones and `environment` besides our own; `stop`
 * returns its exit code.
 */
export async function start_server({ load = true, more = [], environment = {} } = {}) {
  const data = mkdtempSync(join(tmpdir(), 'meguri-e2e-'));
  const folders = [...packs, ...more].map((name) => `packs/${name}`);
  if (load) meguri('load', ...folders, '--data', data, '--quiet');
  const port = await free_port();
  const child = spawn(binary, ['serve', '--data', data, '--port', String(port)], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  const base = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  for (;;) {
    const up = await fetch(`${base}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (Date.now() > deadline) throw new Error('the server did not come up');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const page = await fetch(`${base}/`).then((answer) => answer.text());
  if (!page.includes('id="app"')) {
    child.kill('SIGKILL');
    skip('the binary was built without the web app');
  }
  return {
    base,
    async stop() {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(data, { recursive: true, force: true });
      return code;
    },
  };
}

function load_tool(name) {
  try {
    return require(name);
  } catch {
    return skip(`web/node_modules has no ${name}; run make web`);
  }
}

export async function start_browser() {
  if (!existsSync(chromium_path))
    skip(`no Chromium at ${chromium_path}; tools/setup.sh test installs it`);
  const { chromium } = load_tool('playwright-core');
  return chromium.launch({
    executablePath: chromium_path,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A page that records what must not happen: requests to other hosts, errors of scripts, and
 * violations of the content security policy (they are console errors).
 */
export async function open_page(browser, base, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'ja-JP',
    acceptDownloads: true,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${base}/`)) wrong.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => wrong.push(`script error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(`console: ${message.text()}`);
  });
  return { page, wrong, close: () => context.close() };
}

/** The violations that axe finds, one line each. */
export async function axe_violations(page) {
  const axe_source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(axe_source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help} (${nodes.length}×, ${nodes[0]?.target.join(' ')}: ${nodes[0]?.failureSummary})`,
  );
}

/** A cell of a pack's table, read without the program; rows count from the header, which is 1. */
export function cell_of(file, row, column) {
  const lines = readFileSync(join(root, file), 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const index = lines[0].split(',').indexOf(column);
  return lines[row - 1].split(',')[index];
}
