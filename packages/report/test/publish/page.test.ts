// @module-tag machine
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Run } from '@stackbench/model';
import type * as Axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provideClient } from '../../src/publish/provide-client.ts';
import { renderHtml } from '../../src/publish/render/render-html.ts';
import { views } from '../../src/publish/views/index.ts';
import { hostileRun } from './hostile-run.ts';
import { publicationOf } from './make-publication.ts';
import { madeSession } from './made-session.ts';

const executablePath = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => existsSync(path));
if (executablePath === undefined) {
  process.stderr.write('skipped: the published page is not opened, as there is no Chromium here\n');
}

/** A page from a file; whatever it asks of the network or complains about is kept. */
interface Opened {
  page: Page;
  address: string;
  troubles: string[];
}

/** What a file that somebody else wrote may do to the data of a page. */
const damages: readonly [string, (html: string) => string][] = [
  ['no references', (html) => html.replace('"devices":[', '"devices":null,"others":[')],
  ['endless rates', (html) => html.replaceAll(/"flops":\d+/g, '"flops":1e308')],
];

describe.skipIf(executablePath === undefined)('the published page, opened from a file', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-page-'));
    const client = await provideClient();
    const write = (name: string, runs: Run[]) =>
      writeFile(join(folder, `${name}.html`), renderHtml(publicationOf(...runs), client));
    await Promise.all([
      write('session', madeSession()),
      write('hostile', [hostileRun()]),
      write('empty', []),
      ...damages.map(async ([name, replace]) => {
        const html = renderHtml(publicationOf(...madeSession()), client);
        await writeFile(join(folder, `${name}.html`), replace(html));
      }),
    ]);
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(
    name: string,
    hash = '',
    colorScheme: 'light' | 'dark' = 'light',
    width = 1280,
  ): Promise<Opened> {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 900 },
      bypassCSP: false,
    });
    const page = await context.newPage();
    const address = pathToFileURL(join(folder, `${name}.html`)).href;
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url().split('#')[0] !== address) troubles.push(`request: ${request.url()}`);
    });
    await page.goto(address + hash);
    return { page, address, troubles };
  }

  const names = views.map(({ name }) => name);

  it.each(['session', 'hostile'])(
    'shows every view of %s without an error or a request',
    async (file) => {
      const { page, troubles } = await open(file);
      for (const name of names) {
        await page.evaluate(`location.hash = '#${name}'`);
        await page.locator('h1').waitFor();
        expect([name, await page.locator('main h1').count()]).toEqual([name, 1]);
      }
      expect(await page.title()).not.toContain('owned');
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(troubles).toEqual([]);
      await page.context().close();
    },
  );

  it.each(damages.map(([name]) => name))('is never blank: %s', async (file) => {
    const { page } = await open(file, '#roofline');
    await page.locator('main h1, main .warning').first().waitFor();
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(20);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility finding in %s',
    async (scheme) => {
      const axe = await readFile(
        createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
        'utf8',
      );
      const { page } = await open('session', '', scheme);
      await page.evaluate(axe);
      const findings: string[] = [];
      for (const name of names) {
        await page.evaluate(`location.hash = '#${name}?q=512'`);
        await page
          .locator(name === 'result' ? 'main .text' : 'main h1')
          .first()
          .waitFor();
        const { violations } = await page.evaluate<Axe.AxeResults>(
          "axe.run({ resultTypes: ['violations'] })",
        );
        for (const { id, impact, nodes } of violations) {
          if (impact === 'serious' || impact === 'critical') {
            findings.push(`${name}: ${id}: ${nodes[0]?.html}`);
          }
        }
      }
      expect(findings).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it('sorts by the keyboard, says so, and keeps the order in its address', async () => {
    const { page } = await open('session', '#case');
    const throughputs = page.locator('table[data-table=stacks] tbody tr td:nth-child(3)');
    expect(await throughputs.first().textContent()).toContain('48.');
    const button = page.locator('#stacks-sort-2');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const heading = page.locator('table[data-table=stacks] th[aria-sort=ascending]');
    expect(await heading.textContent()).toContain('Throughput');
    expect(await page.evaluate('document.activeElement.id')).toBe('stacks-sort-2');
    const slowest = await throughputs.first().textContent();
    await page.reload();
    expect(await throughputs.first().textContent()).toBe(slowest);
    expect(slowest).not.toContain('48.');
    await page.context().close();
  });

  it('filters while typing, and keeps caret and filter', async () => {
    const { page } = await open('session', '#failures');
    await page.locator('#filter').pressSequentially('timeout dawn');
    const rows = page.locator('table[data-table=cases] tbody tr');
    expect(await rows.count()).toBe(1);
    expect(await page.locator('#filter').inputValue()).toBe('timeout dawn');
    await page.reload();
    expect(await rows.count()).toBe(1);
    await page.context().close();
  });

  it('finds the view that an address names, follows links and comes back', async () => {
    const { page } = await open('session', '#ladder?stack=webgpu:dawn/nvidia-h200');
    await expect.poll(() => page.locator('main h1').textContent()).toBe('Variant ladder');
    expect(await page.locator('nav a[aria-current]').textContent()).toBe('Ladder');
    const stacks = await page
      .locator('table[data-table=variants] tbody td:nth-child(2)')
      .allTextContents();
    expect(new Set(stacks)).toEqual(new Set(['webgpu:dawn/nvidia-h200']));
    await page.locator('table[data-table=variants] tbody td:nth-child(3) a').first().click();
    await expect.poll(() => page.locator('main h1').textContent()).toBe('A result');
    await page.goBack();
    await expect.poll(() => page.locator('main h1').textContent()).toBe('Variant ladder');
    await page.context().close();
  });

  it('draws plots as SVG with their intervals', async () => {
    const { page } = await open('session', '#history');
    expect(await page.locator('figure svg [data-mark=dot] circle').count()).toBe(10);
    expect(await page.locator('figure svg [data-mark=rule] line').count()).toBe(10);
    await page.context().close();
  });

  it('exchanges light and dark', async () => {
    const { page } = await open('session', '', 'light');
    const background = () =>
      page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await background();
    await page.locator('#theme').click();
    expect(await background()).not.toBe(light);
    await page.context().close();
  });

  it('does not scroll sideways on a narrow screen', async () => {
    const { page } = await open('session', '', 'light', 400);
    const tooWide: string[] = [];
    for (const name of names) {
      await page.evaluate(`location.hash = '#${name}'`);
      await page.locator('main h1').waitFor();
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (width > 400) tooWide.push(name);
    }
    expect(tooWide).toEqual([]);
    await page.context().close();
  });

  it('says how to make the first run when there is none', async () => {
    const { page, troubles } = await open('empty');
    expect(await page.locator('main').textContent()).toContain('npx -y pnpm@12 bench');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
