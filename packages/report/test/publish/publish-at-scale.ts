import { provideClient, digestRun, renderPublication } from '../../src/publish/index.ts';
import { gemmCase, launches, madeRun, madeStack } from './make-publication.ts';

// 200 stacks × 50 cases × 10 rounds, 20 samples each. By hand, with its memory:
// /usr/bin/time -v node packages/report/test/publish/publish-at-scale.ts
const stacks = Array.from({ length: 200 }, (_, at) =>
  madeStack(`pytorch:conda/environment-${at}`, { torchVersion: `2.${at}` }),
);
const variants = ['naive', 'shared-tile', 'register-tile', 'vectorized', 'library'];
const cases = variants.flatMap((variant) =>
  Array.from({ length: 10 }, (_, at) => gemmCase(variant, 256 * (at + 1), 'f32')),
);
const run = madeRun({
  stacks,
  cases,
  outcomes: stacks.flatMap(({ id }, at) =>
    cases.flatMap((record, place) => launches(id, record, 1e12 * (1 + at / 300 + place), 10, 20)),
  ),
});

const before = process.cpuUsage();
const files = renderPublication({
  digests: [digestRun('runs/scale.jsonl', run)],
  readme: null,
  client: await provideClient(),
  surroundings: { home: '/home/nobody', user: 'nobody', host: 'nowhere', environment: process.env },
});
// Every file is made, as it is when it is written.
const sizes = new Map([...files].map(([name, parts]) => [name, sizeOf(parts)]));
const spent = process.cpuUsage(before);
const measured = {
  // Processor time: what it would take on a machine that has nothing else to do.
  ms: Math.round((spent.user + spent.system) / 1000),
  residentBytes: process.resourceUsage().maxRSS * 1024,
  bytes: sizes.get('index.html') ?? 0,
  outcomes: run.outcomes.length,
};
process.stdout.write(`${JSON.stringify(measured)}\n`);

function sizeOf(parts: Iterable<Uint8Array>): number {
  let bytes = 0;
  for (const { length } of parts) bytes += length;
  return bytes;
}
