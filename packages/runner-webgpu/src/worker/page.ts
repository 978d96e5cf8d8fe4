// The part of the Chromium worker that runs in the page.
import type { Request } from '@stackbench/model';
import { createSession } from '../device/session.ts';
import type { PageConfig } from './page-config.ts';

interface UserAgentData {
  getHighEntropyValues(hints: string[]): Promise<{
    fullVersionList?: { brand: string; version: string }[];
  }>;
}

/** The full version: the user-agent string of newer browsers has the first number only. */
async function readVersion(): Promise<string> {
  const { userAgentData } = navigator as { userAgentData?: UserAgentData };
  const values = await userAgentData?.getHighEntropyValues(['fullVersionList']);
  const brand = values?.fullVersionList?.find(({ brand: name }) => /chrom/i.test(name));
  return brand?.version ?? /Chrome\/([\d.]+)/.exec(navigator.userAgent)?.[1] ?? 'unknown';
}

async function post(path: string, body: BodyInit): Promise<Response> {
  return fetch(path, { method: 'POST', body });
}

// Stays open for as long as the page lives.
void fetch('alive');
const config = JSON.parse(document.querySelector('#config')!.textContent) as PageConfig;
const session = createSession({
  gpu: navigator.gpu,
  powerPreference: config.powerPreference,
  expectedAdapter: config.expectedAdapter,
  facts: { ...config.facts, implementationVersion: await readVersion() },
});
let reply = '';
for (;;) {
  const next = await post('next', reply);
  const request = (await next.json()) as Request;
  const answer = await session.handle(request, async (piece) => {
    await post('piece', piece);
  });
  reply = JSON.stringify(answer);
}
