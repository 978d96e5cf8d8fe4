// A worker in a headless Chromium: this process speaks the line protocol and passes it to a page.
import process from 'node:process';
import { shortenHome } from '@stackbench/stacks/shorten-home';
import { browserFlags, startBrowser } from './browser.ts';
import { parseWorkerOptions } from './options.ts';
import type { PageConfig } from './page-config.ts';
import { openPageLink } from './page-link.ts';
import { serve } from './serve.ts';

const options = parseWorkerOptions(process.argv.slice(2));
if (options.browser === null) throw new Error('--browser=<executable> is missing');

const flags = browserFlags(options.software);
const config: PageConfig = {
  facts: { implementation: 'Chromium', executable: shortenHome(options.browser), toggles: flags },
  powerPreference: options.powerPreference,
  expectedAdapter: options.expectedAdapter,
};
const link = await openPageLink(config);
const browser = await startBrowser(options.browser, flags, link.url);
void browser.ended.then((reason) => link.fail(reason));
// Whoever ends a tree of processes may signal each of them more than once.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    browser.kill();
    void browser.close().finally(() => process.exit(1));
  });
}

await serve(link.ask);
link.close();
await browser.close();
process.exit(0);
