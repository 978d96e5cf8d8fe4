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
import { indexPublication } from '../../src/analysis/publication/publication-index.ts';
import { provideClient } from '../../src/publish/provide-client.ts';
import { renderHtml } from '../../src/publish/render/render-html.ts';
import { views } from '../../src/publish/views/index.ts';
import { hostileRun } from './hostile-run.ts';
import {
  cpuMachine,
  gemmCase,
  launches,
  madeRun,
  madeStack,
  publicationOf,
} from './make-publication.ts';
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

/** Texts of pictures that reach over the edge of theirs. */
const labelsOutside = `[...document.querySelectorAll('figure svg text')].flatMap((text) => {
  const [own, all] = [text.getBoundingClientRect(), text.closest('svg').getBoundingClientRect()];
  const isOutside = own.left < all.left - 1 || own.right > all.right + 1 || own.bottom > all.bottom + 1 || own.top < all.top - 1;
  return isOutside ? [text.textContent] : [];
})`;

/** One stack, one case, one round. */
function tinyRun(): Run {
  const record = gemmCase('naive', 512, 'f32');
  const stack = madeStack('webgpu:dawn/swiftshader');
  return madeRun({
    machine: cpuMachine,
    stacks: [stack],
    cases: [record],
    outcomes: launches(stack.id, record, 5e9, 1),
  });
}

function crowdedRun(): Run {
  const stacks = Array.from({ length: 200 }, (_, at) =>
    madeStack(`pytorch:conda/an-environment-with-a-long-name-${at}`, { torchVersion: `2.${at}` }),
  );
  const cases = ['naive', 'library'].flatMap((variant) =>
    [512, 1024].map((size) => gemmCase(variant, size, 'f32')),
  );
  return madeRun({
    stacks,
    cases,
    outcomes: stacks.flatMap(({ id }, at) =>
      cases.flatMap((record) => launches(id, record, 1e12 * (1 + at / 300), 7, 3)),
    ),
  });
}

describe.skipIf(executablePath === undefined)('the published page, opened from a file', () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-page-'));
    const client = await provideClient();
    const write = (name: string, runs: Run[]) =>
      writeFile(
        join(folder, `${name}.html`),
        renderHtml(indexPublication(publicationOf(...runs)), client),
      );
    await Promise.all([
      write('session', madeSession()),
      write('tiny', [tinyRun()]),
      write('crowd', [crowdedRun()]),
      write('hostile', [hostileRun()]),
      write('empty', []),
      ...damages.map(async ([name, replace]) => {
        const html = renderHtml(indexPublication(publicationOf(...madeSession())), client);
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
    'has no accessibility finding in %s',
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
        findings.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`));
      }
      expect(findings).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it('is walked through by the tab key in the order of what is seen', async () => {
    const { page } = await open('session');
    const seen: string[] = [];
    for (let at = 0; at < 24; at += 1) {
      await page.keyboard.press('Tab');
      seen.push(
        await page.evaluate<string>(
          "document.activeElement.id || document.activeElement.getAttribute('href') || document.activeElement.getAttribute('aria-label')",
        ),
      );
    }
    expect(seen[0]).toBe('#main');
    expect(seen[1]).toBe('theme');
    const menu = views.flatMap(({ name, menu: label }) => (label === null ? [] : [`#${name}`]));
    expect(seen.slice(2, 2 + menu.length)).toEqual(menu);
    expect(seen.slice(2 + menu.length, 7 + menu.length)).toEqual([
      'control-device',
      'control-run',
      'control-operation',
      'control-type',
      'control-rows',
    ]);
    expect(seen.slice(7 + menu.length, 9 + menu.length)).toEqual(['filter', 'Problems × stacks']);
    await page.context().close();
  });

  it('sorts by the keyboard, says so, and keeps the order in its address', async () => {
    const { page } = await open('session', '#case');
    const throughputs = page.locator('table[data-table=stacks] tbody tr td:nth-child(3)');
    expect(await throughputs.first().textContent()).toContain('45.');
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
    expect(slowest).not.toContain('45.');
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
    expect(await page.locator('figure svg .dot').count()).toBeGreaterThan(10);
    const dots = await page.locator('figure svg g .dot').count();
    expect(await page.locator('figure svg g .interval').count()).toBe(dots);
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

  it.each([
    ['session', 390],
    ['crowd', 390],
    ['tiny', 390],
    ['crowd', 1300],
  ])('keeps every view of %s within a screen of %i pixels', async (file, width) => {
    const { page, troubles } = await open(file, '', 'light', width);
    const tooWide: string[] = [];
    for (const name of names) {
      await page.evaluate(`location.hash = '#${name}'`);
      await page.locator('main h1').waitFor();
      if ((await page.evaluate<number>('document.documentElement.scrollWidth')) > width) {
        tooWide.push(name);
      }
      tooWide.push(
        ...(await page.evaluate<string[]>(labelsOutside)).map((text) => `${name}: ${text}`),
      );
    }
    expect(tooWide).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('shows the answer and the picture on the first screen of a phone', async () => {
    const { page } = await open('session', '', 'light', 390);
    const bottom = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox();
      return (box?.y ?? Infinity) + (box?.height ?? 0);
    };
    expect(await bottom('.answer p')).toBeLessThan(500);
    expect(await bottom('figure svg g .dot')).toBeLessThan(844);
    await page.context().close();
  });

  it('greys what has no data, and says there what to run', async () => {
    const { page } = await open('tiny');
    expect(await page.locator('nav a.lacking').allTextContents()).toEqual([
      'Compare',
      'Ladder',
      'WebGPU',
      'Size',
      'Networks',
      'History',
    ]);
    await page.locator('nav a', { hasText: 'Networks' }).click();
    await expect
      .poll(() => page.locator('main pre').textContent())
      .toBe('npx -y pnpm@12 bench --suite resnet50');
    await page.context().close();
  });

  it('stays light: the page’s own script and style below 90 kB', async () => {
    const { script, style } = await provideClient();
    expect(Buffer.byteLength(script + style)).toBeLessThan(90_000);
  });

  it('says how to make the first run when there is none', async () => {
    const { page, troubles } = await open('empty');
    expect(await page.locator('main').textContent()).toContain('npx -y pnpm@12 bench');
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
