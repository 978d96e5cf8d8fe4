// `pnpm bench:peers`: our fastest kernels, TensorFlow.js and, where it is installed, ONNX Runtime Web on the same
// adapter, in one run, by the same engine with the same verification. All adapters and the problems below, or
// `--adapter swiftshader --problem gemm:m=64,n=64,k=64`, each as often as wanted.
import process, { stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { executeRun, planRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { webgpuRunner } from '@stackbench/runner-webgpu';
import { hasOnnxruntime } from './onnxruntime-install.ts';
import { peers, withPeers } from './peer-runner.ts';
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
const { values: chosen } = parseArgs({
  options: {
    adapter: { type: 'string', multiple: true, default: ['*'] },
    problem: {
      type: 'string',
      multiple: true,
      default: [
        ...[...products, ...oddProducts].map((problem) => `gemm:${problem}`),
        ...convolutions.map((problem) => `conv2d:${problem}`),
      ],
    },
  },
});
const cases = chosen.problem.flatMap((problem) =>
  ['best', 'library'].map((variant) => `${problem.replace(':', `/${variant}:`)};f32`),
);

const caseBudgetMs = 20_000;

if (!hasOnnxruntime()) {
  stderr.write(
    'ONNX Runtime Web is left out. To install it: pnpm --filter @stackbench/peers run install-onnxruntime\n',
  );
}
const runner = withPeers(webgpuRunner);
const catalog = await loadCatalog();
const stacks = await runner.discover({ timeoutMs: 10_000 });
const plan = planRun({
  catalog,
  stacks,
  suite: 'quick',
  cases,
  stackGlobs: ['dawn', ...peers.map(({ name }) => name)].flatMap((name) =>
    chosen.adapter.map((adapter) => `webgpu:${name}/${adapter}`),
  ),
  rounds: 1,
  // Enough for a peer that is ten times slower; tiles that a software adapter compiles for seconds
  // and its slowest kernels at the largest size stay out of the race.
  tunables: { caseBudgetMs, softwareTileBuildMs: caseBudgetMs },
});
const outcomes = await executeRun(plan, {
  onEvent: (event) => {
    if (event.type === 'case-start') stderr.write(`${event.stack}  ${event.case}\n`);
  },
});
const compared = peers.map(({ name, title }) => ({ title, ...pairOutcomes(outcomes, name) }));
for (const { title, ratios, unpaired } of compared) {
  stdout.write(`How many times faster than ${title}: kernel time, one call\n`);
  for (const { problem, kernel, call, chosenVariant } of ratios) {
    const numbers = [kernel, call].map((ratio) => `×${ratio.toPrecision(3)}`.padStart(7));
    stdout.write(`${numbers.join('')}  ${problem}  (${chosenVariant})\n`);
  }
  for (const { problem, reason } of unpaired) stdout.write(`not compared  ${problem}: ${reason}\n`);
}
const all = compared.flatMap(({ ratios }) => ratios);
process.exitCode = all.length > 0 && all.every(({ kernel }) => kernel > 1) ? 0 : 1;
