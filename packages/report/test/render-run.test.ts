import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { renderRun } from '../src/render-run.ts';
import { textWidth } from '../src/text.ts';
import { failedOutcome, makeCase, makeRun, measuredOutcome } from './make-run.ts';

const problem = 'm=512,n=512,k=512';
const gpu = 'webgpu:dawn/gpu';
const cpu = 'webgpu:dawn/swiftshader';

function plain(run: Parameters<typeof renderRun>[0], width = 100): string {
  return renderRun(run, { width, color: false });
}

/** With all that `--all` shows. */
function whole(run: Parameters<typeof renderRun>[0]): string {
  return renderRun(run, { width: 100, color: false, all: true });
}

test('a run of one table reads like this', () => {
  const chromium = 'webgpu:chromium/gpu';
  const naive = `gemm/naive:${problem};f32`;
  const tile = `gemm/register-tile:${problem};f32`;
  const best = `gemm/best:${problem};f32`;
  const run = makeRun([
    measuredOutcome(gpu, naive, 0.341, { spread: 0 }),
    measuredOutcome(chromium, naive, 0.49, { samples: 3 }),
    measuredOutcome(gpu, tile, 5.12, { spread: 0.2 }),
    failedOutcome(chromium, tile, 'wrong-result', '3 of 9 elements are wrong'),
    measuredOutcome(gpu, best, 5.11, { chosenVariant: 'register-tile' }),
    failedOutcome(chromium, best, 'skipped', 'Predicted to take 95 s. Use --force.'),
  ]);
  expect(`\n${plain(run, 80)}`).toBe(`
suite made · 3 cases on 2 stacks · 1 round · 1 min 02 s

Ranking of stacks
  One round cannot rank: it does not tell how much the next launch differs.
  To decide:
    npx -y pnpm@12 bench --suite made --stack webgpu:chromium/gpu --stack webgpu:dawn/gpu --case 'gemm/naive:m=512,n=512,k=512;f32' --rounds 7

f32  the same kernels, geometric mean over the 1 of 2 cases that all of them
     measured
                                 mean  share  fastest
     webgpu:chromium/gpu  490 MFLOP/s   100%   1 of 1
     webgpu:dawn/gpu      341 MFLOP/s    70%   0 of 1

gemm  m=512,n=512,k=512  f32  GFLOP/s
                  webgpu:dawn/gpu                       webgpu:chromium/gpu
  ─────────────────────────────────────────────────────────────────────────
  naive           0.341 ⇅<0.1%  █▏                 7%   0.490 ?  10%
  register-tile   5.12    ⇅10%~ ████████████████ 100%   wrong result
  best            5.11   ⇅0.5%  ████████████████ 100%   skipped
  best → register-tile

Not measured
  wrong result  gemm/register-tile:m=512,n=512,k=512;f32 on webgpu:chromium/gpu
                3 of 9 elements are wrong
  skipped 1 of 6, predicted to take too long: --force measures them,
  --case-budget SECONDS some; --all says why

  ⇅  the middle half of the samples of one launch lies within this: no interval,
     for the next launch may differ by more; 6 launches give one
  %  share of the fastest at the same problem, in the same data type
  ~  noisy: the interval, or the spread, is wider than 5%
  ?  fewer than 4 samples: not even a spread can be given

Fastest
  gemm f32  5.12 GFLOP/s  register-tile on webgpu:dawn/gpu, at m=512,n=512,
                          k=512; ahead of webgpu:chromium/gpu: undecided
`);
});

const widths = [40, 61, 80, 100, 120, 160, 200];
const stacks = [
  gpu,
  'cuda:13.0@/usr/local/a-very-long-prefix-without-end/cuda-13.0',
  'pytorch:conda/环境环境环境环境环境环境环境环境环境环境环境',
  'webgpu:chromium/nvidia-h200',
  'webgpu:deno/nvidia-h200',
  cpu,
];

function bigRun() {
  const outcomes = stacks.flatMap((stack, s) =>
    ['f32', 'f16'].flatMap((dataType) =>
      ['naive', 'register-tile-16x16', 'a-variant-with-quite-a-long-name', 'best'].map(
        (variant, v) => {
          const id = `gemm/${variant}:m=4096,n=4096,k=4096;${dataType}`;
          if (s === 1 && v === 2)
            return failedOutcome(stack, id, 'crash', `gone ${'x'.repeat(300)}`);
          if (s === 2 && v === 1)
            return failedOutcome(stack, id, 'compile-error', '\tline\n\nnext');
          return measuredOutcome(stack, id, 10 ** v * (1 + s / 7), {
            spread: v / 20,
            ...(variant === 'best' ? { chosenVariant: 'naive' } : {}),
          });
        },
      ),
    ),
  );
  const convolutions = [64, 128].flatMap((channels) =>
    stacks.map((stack) =>
      measuredOutcome(
        stack,
        `conv2d/direct:n=1,c=${channels},h=56,w=56,k=64,r=3,s=3,stride=1,pad=1;f32`,
        channels,
      ),
    ),
  );
  return makeRun(
    [...outcomes, ...convolutions],
    [
      makeCase('conv2d/direct:n=1,c=64,h=56,w=56,k=64,r=3,s=3,stride=1,pad=1;f32', {
        title: 'ResNet-50 第二 block',
      }),
    ],
  );
}

test.each(widths)('no line but a command is wider than the %i columns there are', (width) => {
  const lines = plain(bigRun(), width).split('\n');
  const [commands, others] = [
    lines.filter((line) => line.includes('pnpm@12 bench')),
    lines.filter((line) => !line.includes('pnpm@12 bench')),
  ];
  for (const line of others) expect(textWidth(line)).toBeLessThanOrEqual(width);
  // One that is broken cannot be pasted.
  expect(commands.length).toBeGreaterThan(0);
  for (const line of commands) expect(line).toMatch(/ --rounds 7$/);
});

test('colour adds nothing but escape sequences', () => {
  const colored = renderRun(bigRun(), { width: 120, color: true });
  expect(colored).toContain('\u001b[');
  expect(stripVTControlCharacters(colored)).toBe(plain(bigRun(), 120));
});

test('stacks that do not fit side by side follow in further blocks, each with all variants', () => {
  const run = makeRun(
    ['naive', 'shared-tile', 'register-tile', 'vectorized', 'best'].flatMap((variant) =>
      stacks
        .filter((stack) => stack !== cpu)
        .map((stack) => measuredOutcome(stack, `gemm/${variant}:${problem};f32`, 5)),
    ),
  );
  const text = plain(run, 80);
  expect(text.match(/^ {2}naive /gm)).toHaveLength(3);
  expect(text.match(/^ {2}vectorized /gm)).toHaveLength(3);
});

test('many stacks and one variant become rows of stacks', () => {
  const run = makeRun(
    ['a', 'b', 'c', 'd', 'e'].map((name, i) =>
      measuredOutcome(`webgpu:dawn/${name}`, `gemm/naive:${problem};f32`, i + 1),
    ),
  );
  const text = plain(run, 80);
  expect(text).toMatch(/^ {2}webgpu:dawn\/a +1\.00 /m);
  expect(text).toMatch(/^ {2}webgpu:dawn\/e +5\.00 .* 100%$/m);
});

test('many problems of one variant share a table, ranked row by row', () => {
  const run = makeRun(
    ['m=1,n=1,k=1', 'm=2,n=2,k=2'].flatMap((each, i) => [
      measuredOutcome(gpu, `gemm/library:${each};f32`, 10 + i),
      measuredOutcome('webgpu:deno/gpu', `gemm/library:${each};f32`, 5),
    ]),
  );
  const text = plain(run);
  expect(text).toMatch(/^gemm\/library {2}f32/m);
  expect(text).toMatch(/^ {2}m=1,n=1,k=1 .* 100% .* 50%$/m);
  expect(text).toMatch(/^ {2}m=2,n=2,k=2 .* 100% .* 45%$/m);
});

test('software is never ranked with hardware, even where it is faster', () => {
  const id = `gemm/naive:${problem};f32`;
  const text = plain(makeRun([measuredOutcome(cpu, id, 50), measuredOutcome(gpu, id, 5)]));
  const tables = text.split('\n\n').filter((section) => section.startsWith('gemm '));
  expect(tables).toHaveLength(2);
  expect(tables[0]).toContain(gpu);
  expect(tables[0]).not.toContain(cpu);
  expect(tables[0]).toContain('100%');
  expect(tables[1]).toContain(`${cpu} †`);
  expect(text).toContain('†  computes on the CPU');
});

test('data types are never ranked together', () => {
  const text = plain(
    makeRun([
      measuredOutcome(gpu, `gemm/naive:${problem};f32`, 5),
      measuredOutcome(gpu, `gemm/naive:${problem};f16`, 10),
    ]),
  );
  expect(text.match(/100%/g)).toHaveLength(2);
});

test('every failure is told: its reason once, with how many cases and stacks it stands for', () => {
  const unsupported = ['naive', 'shared-tile', 'best'].flatMap((variant) =>
    [gpu, cpu].map((stack) =>
      failedOutcome(stack, `gemm/${variant}:${problem};f16`, 'unsupported', 'It lacks shader-f16.'),
    ),
  );
  const text = whole(
    makeRun([
      ...unsupported,
      measuredOutcome(gpu, `gemm/naive:${problem};f32`, 5),
      failedOutcome(gpu, `gemm/best:${problem};f32`, 'timeout', 'No answer in 60 s.'),
      failedOutcome(gpu, `gemm/naive:m=1,n=1,k=1;f32`, 'timeout', 'No answer in 30 s.'),
    ]),
  );
  expect(text.match(/It lacks shader-f16\./g)).toHaveLength(1);
  expect(text).toContain('unsupported  3 f16 cases on 2 stacks');
  expect(text).toContain(`gemm/best:${problem};f32`);
  expect(text).toContain('gemm/naive:m=1,n=1,k=1;f32');
  expect(text).toContain('No answer in 60 s.');
  expect(text).toContain('(others alike, of other names or numbers)');
});

test('a long reason is cut, as the run file has it in full', () => {
  const reason = Array.from({ length: 30 }, (_, i) => `line ${'x'.repeat(i)}`).join('\n');
  const text = whole(
    makeRun([failedOutcome(gpu, `gemm/naive:${problem};f32`, 'compile-error', reason)]),
  );
  expect(text.split('\n').filter((line) => line.includes('line x'))).toHaveLength(5);
  expect(text).toContain('…');
});

test('skips that differ in the variant they were judged by are told once, failures of two files twice', () => {
  const variants = ['naive', 'shared-tile'];
  const told = (status: 'skipped' | 'compile-error') =>
    whole(
      makeRun(
        variants.map((variant) =>
          failedOutcome(gpu, `gemm/${variant}:${problem};f32`, status, `as ${variant}.wgsl:3 said`),
        ),
      ),
    ).match(/wgsl:3 said/g);
  expect(told('skipped')).toHaveLength(1);
  expect(told('compile-error')).toHaveLength(2);
});

test('variants that no stack ran share a line below the table instead of a row each', () => {
  const made = ['naive', 'register-tile', 'vectorized', 'tensor-core'].map(
    (variant) => `gemm/${variant}:${problem};f32`,
  );
  const [naive = '', ...others] = made;
  const text = whole(
    makeRun([
      measuredOutcome(gpu, naive, 1),
      failedOutcome(gpu, others[0] ?? '', 'skipped', 'too slow'),
      failedOutcome(gpu, others[1] ?? '', 'skipped', 'too slow'),
      failedOutcome(gpu, others[2] ?? '', 'unsupported', 'no feature'),
    ]),
  );
  expect(text).toContain('  skipped: register-tile, vectorized\n  unsupported: tensor-core\n');
  expect(text).not.toMatch(/^ {2}register-tile/m);
});

test('in short, what a stack cannot do is told once, and what was left out in a line with its option', () => {
  const stacksOf = ['webgpu:a/gpu', 'webgpu:b/gpu'];
  const text = plain(
    makeRun(
      stacksOf.flatMap((stack) => [
        measuredOutcome(stack, `gemm/naive:${problem};f32`, 1),
        ...['naive', 'shared-tile', 'best'].map((variant) =>
          failedOutcome(stack, `gemm/${variant}:${problem};f16`, 'unsupported', 'no shader-f16'),
        ),
        ...[3, 5].map((seconds) =>
          failedOutcome(
            stack,
            `gemm/naive:m=${seconds},n=1,k=1;f32`,
            'skipped',
            `Predicted to need ${seconds} s. Measure it with --force.`,
          ),
        ),
        failedOutcome(stack, `gemm/shared-tile:${problem};f32`, 'skipped', 'It was given up.'),
      ]),
    ),
  );
  const [, section = ''] = text.split('Not measured\n');
  expect(section.split('\n\n')[0]!.replaceAll(/\s+/g, ' ')).toBe(
    ' skipped gemm/shared-tile:m=512,n=512,k=512;f32 on 2 stacks It was given up.' +
      ' 2 webgpu stacks: no shader-f16 (2 cases)' +
      ' skipped 4 of 14, predicted to take too long: --force measures them, --case-budget SECONDS some; --all says why',
  );
  expect(text).not.toMatch(/^ {2}shared-tile/m);
});

const lacks = (stack: string, id: string) => stack.startsWith('webgpu') && id.includes('/library');

/** Six stacks and all of a quick suite: 26 variants, 16 problems, two data types. */
function quickRun() {
  const problems = [256, 512, 1024, 4096].map((size) => `m=${size},n=${size},k=${size}`);
  const variants = ['library', 'best', ...Array.from({ length: 24 }, (_, at) => `variant-${at}`)];
  const ids = ['gemm', 'conv2d'].flatMap((operation) =>
    ['f32', 'f16'].flatMap((dataType) =>
      problems.flatMap((each) =>
        variants.map((variant) => `${operation}/${variant}:${each};${dataType}`),
      ),
    ),
  );
  const names = ['cuda:13.0@/usr/local/cuda-13.0', 'cuda:13.5@/usr/local/cuda-13.5']
    .concat(['pytorch:conda/ml', 'pytorch:venv/torch-2.15-cu132'])
    .concat(['webgpu:chromium/nvidia-h200', 'webgpu:dawn/nvidia-h200']);
  return makeRun(
    names.flatMap((stack, at) =>
      ids.map((id) =>
        lacks(stack, id)
          ? failedOutcome(stack, id, 'unsupported', 'library has no WGSL source')
          : measuredOutcome(stack, id, at + 1),
      ),
    ),
  );
}

test('six stacks in a quick suite take at most 120 lines, whatever the width, and --all shows the rest', () => {
  const run = quickRun();
  for (const width of [80, 100, 120]) {
    expect(plain(run, width).split('\n').length).toBeLessThan(115);
  }
  expect(plain(run, 80)).toContain('26 variants were measured: --resume FILE --all');
  expect(plain(run, 80)).not.toContain('variant-7');
  expect(whole(run)).toContain('variant-7');
});

test('strings from a worker cannot move the cursor', () => {
  const text = plain(
    makeRun([failedOutcome(gpu, `gemm/naive:${problem};f32`, 'crash', 'a\u001b[2J\rb\u202e')]),
  );
  expect(text).toContain(String.raw`a\x1b[2J\x0db\u202e`);
});

test('hot caches are said once where all numbers of a table share them, else at each number', () => {
  const ids = ['naive', 'best'].map((variant) => `gemm/${variant}:${problem};f32`);
  const [first = '', second = ''] = ids;
  const hot = measuredOutcome(gpu, first, 5, { caches: 'hot' });
  const all = plain(makeRun([hot, measuredOutcome(gpu, second, 6, { caches: 'hot' })]));
  expect(all).toContain('GFLOP/s, hot caches');
  expect(all).not.toMatch(/^ {2}naive .*°/m);
  const mixed = plain(makeRun([hot, measuredOutcome(gpu, second, 6)]));
  expect(mixed).toMatch(/^ {2}naive .*° /m);
  expect(mixed).not.toMatch(/^ {2}best .*°/m);
});

test('a run that was cut off says so and counts what is missing', () => {
  const run = makeRun([
    measuredOutcome(gpu, `gemm/naive:${problem};f32`, 5),
    measuredOutcome(gpu, `gemm/best:${problem};f32`, 5),
  ]);
  const text = whole({ ...run, outcomes: run.outcomes.slice(0, 1), footer: null });
  expect(text).toContain('not finished');
  expect(text).toContain(`not run  gemm/best:${problem};f32 on ${gpu}`);
});

test('the fastest comes last, and names what best chose', () => {
  const text = plain(
    makeRun([
      measuredOutcome(gpu, `gemm/naive:${problem};f32`, 5),
      measuredOutcome(gpu, `gemm/best:${problem};f32`, 700, { chosenVariant: 'vectorized' }),
    ]),
  );
  expect(text.trimEnd().split('\n').at(-1)).toBe(
    `  gemm f32  700 GFLOP/s  vectorized on ${gpu}, at ${problem}`,
  );
});

test('a control is told of, and stands in no table', () => {
  const naive = `gemm/naive:${problem};f32`;
  const run = makeRun([
    measuredOutcome(gpu, naive, 5),
    measuredOutcome(`${gpu}#control`, naive, 6),
  ]);
  run.header.stacks[1]!.controlOf = gpu;
  const text = plain(run);
  expect(text).toMatch(/^suite made · 1 case on 1 stack and an A\/A control · /);
  expect(text).not.toContain('#control');
});

test('a control is not counted among the stacks that lack something', () => {
  const id = `gemm/naive:${problem};f16`;
  const stacksOf = [gpu, `${gpu}#control`];
  const run = makeRun(stacksOf.map((stack) => failedOutcome(stack, id, 'unsupported', 'no f16')));
  run.header.stacks[1]!.controlOf = gpu;
  expect(plain(run)).toContain(`  ${gpu}: no f16 (1 case)\n`);
});

test('what moves bytes is told in bytes a second, in its table and among the fastest', () => {
  const copies = ['naive', 'shared'].map((variant) =>
    makeCase(`softmax/${variant}:rows=8,columns=8;f32`, { work: 'bytes', flops: 5, bytes: 1e6 }),
  );
  // A helper's GFLOP is 1e9 operations: 1 of them a second takes a second.
  const outcomes = copies.map(({ id }, at) => measuredOutcome(gpu, id, 1e4 * (at + 1)));
  const text = plain(makeRun(outcomes, copies));
  expect(text).toMatch(/softmax {2}rows=8,columns=8 {2}f32 {2}GB\/s\n/);
  expect(text).toMatch(/softmax f32 {2}20\.0 GB\/s {2}shared on webgpu:dawn\/gpu/);
  expect(text).not.toContain('FLOP');
});

test('a stack timed by the host is marked and in a table of its own', () => {
  const id = `gemm/naive:${problem};f32`;
  const run = makeRun([
    measuredOutcome(gpu, id, 1),
    measuredOutcome('webgpu:old/gpu', id, 50),
    measuredOutcome('webgpu:other/gpu', id, 2),
  ]);
  run.header.stacks[1]!.facts['hostClock'] = true;
  const text = plain(run);
  expect(text).toContain('webgpu:old/gpu ‡');
  expect(text).toContain("‡  timed by the host's clock");
  expect(text).toMatch(/2\.00 GFLOP\/s {2}naive on webgpu:other\/gpu, .*ahead of webgpu:dawn\/gpu/);
});

test('a stack whose clock was found wrong while it ran is marked, and ranked apart', () => {
  const id = `gemm/naive:${problem};f32`;
  const wrong = measuredOutcome('webgpu:old/gpu', id, 50);
  const run = makeRun([
    measuredOutcome(gpu, id, 1),
    { ...wrong, timedBy: 'host' },
    measuredOutcome('webgpu:other/gpu', id, 2),
  ]);
  const text = plain(run);
  expect(text).toContain('webgpu:old/gpu ‡');
  expect(text).toMatch(/naive on webgpu:other\/gpu, .*ahead of webgpu:dawn\/gpu/);
});

test('a rate beyond the peak of the GPU is marked, one within it is not', () => {
  const run = makeRun([
    measuredOutcome(gpu, `gemm/naive:${problem};f32`, 66_000),
    measuredOutcome(gpu, `gemm/library:${problem};f32`, 75_000),
  ]);
  run.header.stacks[0]!.facts['gpu'] = 'NVIDIA H200';
  const text = plain(run);
  expect(text).toMatch(/library .*75\.0.*\^/);
  expect(text).toMatch(/naive .*66\.0/);
  expect(text).not.toMatch(/naive .*\^/);
  expect(text).toContain('^  more than the datasheet of the GPU promises');
});

test('what the clock and the power make of a number stands below the table, of all numbers with --all', () => {
  const [fast, slow] = ['cuda:13.0@/usr/local/cuda-13.0', 'webgpu:dawn/nvidia-h200'];
  const id = `gemm/library:${problem};f32`;
  const reading = {
    smClockMhz: 1000,
    memoryClockMhz: null,
    powerW: 500,
    temperatureC: null,
    throttleReasons: null,
    foreignProcesses: null,
  };
  const conditions = { before: reading, after: reading };
  const halfOfClock = (132 * 256) / 2;
  const run = makeRun([
    measuredOutcome(fast, id, halfOfClock, { conditions }),
    measuredOutcome(slow, id, halfOfClock / 2, { conditions }),
  ]);
  for (const { facts } of run.header.stacks) facts['gpu'] = 'NVIDIA H200';
  const best =
    'library, cuda:13.0@/usr/local/cuda-13.0: 1000 MHz, 500 W; at that clock 50.0 % of H200 SXM, f32; 29.6 pJ an operation';
  const other = 'library, webgpu:dawn/nvidia-h200: 1000 MHz, 500 W; at that clock 25.0 %';
  const inShort = renderRun(run, { width: 200, color: false });
  expect(inShort).toContain(best);
  expect(inShort).not.toContain(other);
  const everything = renderRun(run, { width: 200, color: false, all: true });
  expect(everything).toContain(best);
  expect(everything).toContain(other);
});

test('two GPUs of a run have tables of their own, which name them', () => {
  const id = `gemm/naive:${problem};f32`;
  const run = makeRun([
    measuredOutcome('cuda:a', id, 1000),
    measuredOutcome('cuda:b', id, 10),
    measuredOutcome('cuda:c', id, 5),
  ]);
  for (const [at, name] of ['NVIDIA H200', 'NVIDIA L4', 'NVIDIA L4'].entries()) {
    run.header.stacks[at]!.facts['gpu'] = name;
  }
  const text = plain(run);
  expect(text).toMatch(/GFLOP\/s, NVIDIA L4\n.*cuda:b.*cuda:c/);
  expect(text).toMatch(/TFLOP\/s, NVIDIA H200\n.*cuda:a/);
  expect(text.slice(text.indexOf('gemm  ')).match(/100%/g)).toHaveLength(2);
  expect(text).toMatch(/f32 on NVIDIA L4 (.*\n){2}.*cuda:b .*\n.*cuda:c /);
});

test('a lead is clear from seven rounds on, indicative before', () => {
  const id = `gemm/naive:${problem};f32`;
  const of = (rounds: number) =>
    plain(
      makeRun(
        Array.from({ length: rounds }, (_, round) => [
          measuredOutcome(gpu, id, 2 + 0.001 * (round % 2), { round }),
          measuredOutcome('webgpu:other/gpu', id, 1 + 0.001 * (round % 3), { round }),
        ]).flat(),
      ),
    ).replaceAll(/\s+/g, ' ');
  expect(of(7)).toMatch(/ahead of webgpu:other\/gpu: clearly \(1\.\d % could have been told\)/);
  expect(of(3)).toMatch(/ahead of webgpu:other\/gpu: indicative/);
});

test('what fell far behind its smaller neighbour is marked', () => {
  const id = `gemm/naive:${problem};f32`;
  const text = plain(makeRun([measuredOutcome(gpu, id, 1, { timesSlower: 7 })]));
  expect(text).toMatch(/naive .*1\.00 .*≪/);
  expect(text).toContain('≪  far slower for its work than the same variant at a smaller problem');
});

test('the time that passed before a run was resumed is no part of its duration', () => {
  const id = `gemm/naive:${problem};f32`;
  const run = makeRun([0, 1].map((round) => measuredOutcome(gpu, id, 1, { round, tookNs: 4e9 })));
  expect(plain(run)).toMatch(/^suite made · 1 case on 1 stack · 2 rounds · 8\.0 s\n/);
  expect(plain({ ...run, footer: null })).toContain(' · 8.0 s, not finished\n');
});
