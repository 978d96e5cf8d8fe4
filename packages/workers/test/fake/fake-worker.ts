/**
 * FAKE worker, for tests without hardware: a real process over the real protocol that multiplies
 * small matrices in memory and simulates its clock. Its "kernel sources" are {@link FakeKernel}s
 * as JSON; `describe` behaves as STACKBENCH_FAKE says.
 */
import { spawn } from 'node:child_process';
import { closeSync, writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Fill, Program, Request, Selection } from '@stackbench/model';
import { fillTensor } from '@stackbench/model/element-reader';
import type { FakeKernel } from './behaviour.ts';
import type { FakeDescription } from './fake-command.ts';
import { multiply, select } from './multiply.ts';

const replyDescriptor = Number(process.env.STACKBENCH_REPLY_FD ?? 1);
const described = JSON.parse(process.env.STACKBENCH_FAKE ?? '{}') as FakeDescription;
const hostOverheadNs = 20_000;

interface Loaded {
  program: Program;
  kernel: FakeKernel;
  inputs: Float32Array[];
  /** By name; a kernel that is wrong is so in the last. */
  outputs: Map<string, Float64Array>;
  /** So many bytes behind them were written. */
  overrunBytes: number;
  samples: number;
}
let loaded: Loaded | null = null;
let isLost = false;

function reply(result: unknown): void {
  writeSync(replyDescriptor, `${JSON.stringify({ ok: true, result })}\n`);
}

function fail(status: string, message: string, fatal: boolean): void {
  writeSync(
    replyDescriptor,
    `${JSON.stringify({ ok: false, failure: { status, message, fatal } })}\n`,
  );
}

type SampleRequest = Extract<Request, { do: 'sample' }>;

type FaultKind = NonNullable<FakeKernel['fault']>['kind'];

const faults: Record<FaultKind, () => void> = {
  crash: () => {
    process.stderr.write('assertion failed: \u001B[31mboom\u001B[0m\n', () => {
      process.kill(process.pid, 'SIGSEGV');
    });
  },
  killed: () => process.kill(process.pid, 'SIGKILL'),
  orphan: () => {
    spawn('sleep', ['300'], { detached: true, stdio: 'inherit' }).unref();
    process.on('SIGTERM', () => {});
  },
  hang: () => process.on('SIGTERM', () => {}),
  garbage: () => writeSync(replyDescriptor, 'Segmentation fault (core dumped)\n'),
  'closes-replies': () => closeSync(replyDescriptor),
  'partial-line': () => {
    writeSync(replyDescriptor, '{"ok":true,"res');
    process.exit(3);
  },
  flood: () => {
    process.stderr.write(`${'y\n'.repeat(4 << 20)}the last words\n`, () => process.exit(4));
  },
  unsolicited: () => reply({}),
  'wrong-shape': () => reply({ samples: 'many' }),
  'not-a-number': () =>
    writeSync(replyDescriptor, '{"ok":true,"result":{"samples":[{"deviceNs":NaN,"hostNs":1}]}}\n'),
  'compile-error': () => fail('compile-error', 'kernel.wgsl:7: unresolved identifier', false),
  'out-of-memory': () => fail('out-of-memory', '12 GiB do not fit', false),
  'device-lost': () => {
    isLost = true;
    fail('crash', 'the device was lost', true);
  },
  'short-output': () => {},
  deep: () =>
    writeSync(replyDescriptor, `{"ok":true,"result":${'['.repeat(3000)}${']'.repeat(3000)}}\n`),
  'long-message': () =>
    fail('compile-error', `kernel.wgsl:7: ${'x'.repeat(900_000)} the end`, false),
  'disk-full': () => fail('crash', 'ENOSPC: no space left on device, write', false),
};

/** Faults after which the request is still answered. */
const answering: ReadonlySet<FaultKind> = new Set<FaultKind>(['unsolicited', 'short-output']);

function extents(program: Program): [number, number, number] {
  return program.passes[0]!.scalars.map(({ value }) => value) as [number, number, number];
}

function sample({ program, kernel }: Loaded, at: number, { repetitions, hold }: SampleRequest) {
  const [m, n, k] = extents(program);
  const noise = kernel.noise?.[at % kernel.noise.length] ?? 0;
  const trueNs = ((2 * m * n * k) / (kernel.flopsPerNs ?? 1)) * repetitions * (1 + noise);
  const clock = {
    still: 0,
    backwards: -trueNs,
    'every-other-still': at % 2 === 0 ? 0 : trueNs,
    'begins-at-zero': 6.1e12 + trueNs,
    // Ticks of 10 ns.
    'raw-ticks': trueNs / 10,
    'ten-times': 10 * trueNs,
    wrapped: 2 ** 64 - trueNs,
    absurd: 1e300,
  };
  const stopped = kernel.stopsEvery !== undefined && at % kernel.stopsEvery === 0 ? 20e9 : 0;
  if (kernel.busy === true) {
    const end = process.hrtime.bigint() + BigInt(Math.round(trueNs));
    while (process.hrtime.bigint() < end);
  }
  const launchNs = hold === undefined ? (kernel.launchNs ?? 0) : 0;
  const deviceNs = (kernel.clock === undefined ? trueNs : clock[kernel.clock]) + stopped + launchNs;
  return { deviceNs, hostNs: trueNs + hostOverheadNs + stopped };
}

function fillInputs(state: Loaded, fill: Fill, keepOutputs: boolean): void {
  const { program } = state;
  state.inputs = program.tensors
    .filter(({ role }) => role === 'input')
    .map(({ elements }, i) => fillTensor(fill, program.dataType, i, elements));
  if (!keepOutputs) spoil(state);
}

function spoil(state: Loaded): void {
  const outputs = state.program.tensors.filter(({ role }) => role === 'output');
  state.outputs = new Map(
    outputs.map(({ name, elements }) => [name, new Float64Array(elements).fill(Number.NaN)]),
  );
  state.overrunBytes = 0;
}

/** What so many repetitions leave behind: what one alone does, but for kernels that go wrong later. */
function compute(state: Loaded, repetitions: number): void {
  const { program, kernel, inputs, outputs } = state;
  const names = [...outputs.keys()];
  for (const [name, before] of outputs) {
    const wrong = name === names.at(-1) ? kernel.wrong : undefined;
    const isThere = !Number.isNaN(before[0]!);
    if (kernel.later === 'skips' && isThere) continue;
    const product = multiply(extents(program), inputs, program.dataType, wrong);
    if (kernel.later === 'adds' && (isThere || repetitions > 1)) {
      for (const [at, value] of product.entries()) product[at] = 2 * value;
    }
    if (kernel.later === 'forgets-an-element' && repetitions > 1) product[3] = before[3]!;
    outputs.set(name, product);
  }
  state.overrunBytes += kernel.overrunBytes ?? 0;
}

/** What `read` writes: elements as stored, sums in float64. */
function encode(
  { outputs, program }: Loaded,
  output: string,
  selection: Selection,
): ArrayBufferView {
  const values = select(outputs.get(output)!, selection);
  if (selection.kind === 'checksum') return values;
  return program.dataType === 'f16' ? Float16Array.from(values) : Float32Array.from(values);
}

function answer(request: Request): void {
  const fault = request.do === 'describe' ? described.fault : loaded?.kernel.fault;
  const isPrepare = request.do === 'prepare';
  if (isPrepare) {
    const { module } = request.program.passes[0]!;
    const kernel = JSON.parse(module.kind === 'source' ? module.text : '{}') as FakeKernel;
    const { program } = request;
    loaded = { program, kernel, inputs: [], outputs: new Map(), overrunBytes: 0, samples: 0 };
  }
  const planted = isPrepare ? loaded?.kernel.fault : fault;
  if (planted?.at === request.do) {
    faults[planted.kind]();
    if (!answering.has(planted.kind)) return;
  }
  if (isLost) return fail('crash', 'the device is gone', true);
  if (request.do === 'describe') {
    const { quantumNs = 100, isHost = false } = described;
    const clock = { name: 'simulated', quantumNs, isHost };
    return reply({
      protocol: 2,
      clock,
      facts: { adapter: 'fake', ...described.facts },
    });
  }
  const state = loaded;
  if (state === null) return fail('crash', 'nothing is prepared', false);
  switch (request.do) {
    case 'prepare':
      return reply({ buildNs: 1e6, notes: { registers: 32 } });
    case 'fill':
      fillInputs(state, request.fill, request.keepOutputs === true);
      return reply(null);
    case 'sample': {
      if (request.spoilLast === true) spoil(state);
      compute(state, request.repetitions);
      const samples = Array.from({ length: request.count }, () =>
        sample(state, state.samples++, request),
      );
      return reply({ samples });
    }
    case 'read': {
      const view = encode(state, request.output, request.selection);
      const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
      const isShort = state.kernel.fault?.kind === 'short-output';
      writeFileSync(request.file, isShort ? bytes.subarray(1) : bytes);
      return reply({ overrunBytes: state.overrunBytes });
    }
    case 'release':
      loaded = null;
      return reply(null);
  }
}

createInterface({ input: process.stdin }).on('line', (line) => answer(JSON.parse(line) as Request));
