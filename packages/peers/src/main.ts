// `pnpm bench:peers`: our fastest kernels and TensorFlow.js on the same adapter, in one run, by the
// same engine with the same verification.
import process, { stdout } from 'node:process';
import { executeRun, planRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { webgpuRunner } from '@stackbench/runner-webgpu';
import { withPeers } from './peer-runner.ts';
import { pairOutcomes } from './ratios.ts';

const products = ['128', '256', '384', '512', '1024'].map((n) => `m=${n},n=${n},k=${n}`);
const oddProducts = ['m=300,n=203,k=131', 'm=16,n=1024,k=1024'];
const convolutions = [
  'n=1,c=64,h=56,w=56,k=64,r=3,s=3,pad=1',
  'n=1,c=64,h=56,w=56,k=256,r=1,s=1',
  'n=1,c=3,h=112,w=112,k=64,r=7,s=7,stride=2,pad=3',
  'n=1,c=128,h=28,w=28,k=128,r=3,s=3,stride=2,pad=1',
  'n=4,c=32,h=14,w=14,k=48,r=3,s=3,pad=1',
];
const cases = [
  ...[...products, ...oddProducts].map((problem) => ['gemm', problem] as const),
  ...convolutions.map((problem) => ['conv2d', problem] as const),
].flatMap(([operation, problem]) =>
  ['best', 'library'].map((variant) => `${operation}/${variant}:${problem};f32`),
);

const caseBudgetMs = 20_000;

const runner = withPeers(webgpuRunner);
const catalog = await loadCatalog();
const stacks = await runner.discover({ timeoutMs: 10_000 });
const plan = planRun({
  catalog,
  stacks,
  suite: 'quick',
  cases,
  stackGlobs: ['webgpu:dawn/*', 'webgpu:tfjs/*'],
  rounds: 1,
  // Enough for a peer that is ten times slower; tiles that a software adapter compiles for seconds
  // and its slowest kernels at the largest size stay out of the race.
  tunables: { caseBudgetMs, softwareTileBuildMs: caseBudgetMs },
});
const outcomes = await executeRun(plan, {
  onEvent: (event) => {
    if (event.type === 'case-start') process.stderr.write(`${event.stack}  ${event.case}\n`);
  },
});
const { ratios, unpaired } = pairOutcomes(outcomes);
stdout.write('How many times faster than TensorFlow.js: kernel time, one call\n');
for (const { problem, kernel, call, chosenVariant } of ratios) {
  const numbers = [kernel, call].map((ratio) => `×${ratio.toPrecision(3)}`.padStart(7));
  stdout.write(`${numbers.join('')}  ${problem}  (${chosenVariant})\n`);
}
for (const { problem, reason } of unpaired) stdout.write(`not compared  ${problem}: ${reason}\n`);
process.exitCode = ratios.length > 0 && ratios.every(({ kernel }) => kernel > 1) ? 0 : 1;
