/**
 * FAKE worker, for tests without hardware: a real process over the real protocol that multiplies
 * small matrices in memory and simulates its clock. Its "kernel sources" are {@link FakeKernel}s
 * as JSON; `describe` behaves as STACKBENCH_FAKE says.
 */
import { spawn } from 'node:child_process';
import { closeSync, writeFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type Fill,
  fillTensor,
  type Program,
  type Request,
  type Selection,
} from '@stackbench/model';
import type { FakeKernel } from './behaviour.ts';
import { multiply, select } from './multiply.ts';

const replyDescriptor = Number(process.env.STACKBENCH_REPLY_FD ?? 1);
const described = JSON.parse(process.env.STACKBENCH_FAKE ?? '{}') as {
  facts?: Record<string, string | number>;
  fault?: FakeKernel['fault'];
  quantumNs?: number;
};
const hostOverheadNs = 20_000;

interface Loaded {
  program: Program;
  kernel: FakeKernel;
  inputs: Float32Array[];
  output: Float64Array;
  computed: boolean;
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

/** Returns whether the request is still to be answered. */
function misbehave(kind: NonNullable<FakeKernel['fault']>['kind']): boolean {
  switch (kind) {
    case 'crash':
      process.stderr.write('assertion failed: \u001B[31mboom\u001B[0m\n', () => {
        process.kill(process.pid, 'SIGSEGV');
      });
      return false;
    case 'killed':
      process.kill(process.pid, 'SIGKILL');
      return false;
    case 'orphan':
      spawn('sleep', ['300'], { detached: true, stdio: 'inherit' }).unref();
      process.on('SIGTERM', () => {});
      return false;
    case 'hang':
      process.on('SIGTERM', () => {});
      return false;
    case 'garbage':
      writeSync(replyDescriptor, 'Segmentation fault (core dumped)\n');
      return false;
    case 'closes-replies':
      closeSync(replyDescriptor);
      return false;
    case 'partial-line':
      writeSync(replyDescriptor, '{"ok":true,"res');
      process.exit(3);
      return false;
    case 'flood':
      process.stderr.write(`${'y\n'.repeat(4 << 20)}the last words\n`, () => process.exit(4));
      return false;
    case 'unsolicited':
      reply({});
      return true;
    case 'wrong-shape':
      reply({ samples: 'many' });
      return false;
    case 'not-a-number':
      writeSync(
        replyDescriptor,
        '{"ok":true,"result":{"samples":[{"deviceNs":NaN,"hostNs":1}]}}\n',
      );
      return false;
    case 'compile-error':
      fail('compile-error', 'kernel.wgsl:7: unresolved identifier', false);
      return false;
    case 'out-of-memory':
      fail('out-of-memory', '12 GiB do not fit', false);
      return false;
    case 'device-lost':
      isLost = true;
      fail('crash', 'the device was lost', true);
      return false;
    case 'short-output':
      return true;
  }
}

function extents(program: Program): [number, number, number] {
  return program.passes[0]!.scalars as [number, number, number];
}

function sample({ program, kernel }: Loaded, at: number, repetitions: number) {
  const [m, n, k] = extents(program);
  const noise = kernel.noise?.[at % kernel.noise.length] ?? 0;
  const trueNs = ((2 * m * n * k) / (kernel.flopsPerNs ?? 1)) * repetitions * (1 + noise);
  const clock = { still: 0, backwards: -trueNs, 'every-other-still': at % 2 === 0 ? 0 : trueNs };
  if (kernel.busy === true) {
    const end = process.hrtime.bigint() + BigInt(Math.round(trueNs));
    while (process.hrtime.bigint() < end);
  }
  const deviceNs = kernel.clock === undefined ? trueNs : clock[kernel.clock];
  return { deviceNs, hostNs: trueNs + hostOverheadNs };
}

function fillInputs(state: Loaded, fill: Fill): void {
  const { program } = state;
  state.inputs = program.tensors
    .filter(({ role }) => role === 'input')
    .map(({ elements }, i) => fillTensor(fill, program.dataType, i, elements));
  const output = program.tensors.find(({ role }) => role === 'output')!;
  state.output = new Float64Array(output.elements).fill(Number.NaN);
  state.computed = false;
}

/** What `read` writes: elements as stored, sums in float64. */
function encode({ output, program }: Loaded, selection: Selection): ArrayBufferView {
  const values = select(output, selection);
  if (selection.kind === 'checksum') return values;
  return program.dataType === 'f16' ? Float16Array.from(values) : Float32Array.from(values);
}

function answer(request: Request): void {
  const fault = request.do === 'describe' ? described.fault : loaded?.kernel.fault;
  const isPrepare = request.do === 'prepare';
  if (isPrepare) {
    const { module } = request.program.passes[0]!;
    const kernel = JSON.parse(module.kind === 'source' ? module.text : '{}') as FakeKernel;
    const output = new Float64Array();
    const { program } = request;
    loaded = { program, kernel, inputs: [], output, computed: false, samples: 0 };
  }
  const planted = isPrepare ? loaded?.kernel.fault : fault;
  if (planted?.at === request.do && !misbehave(planted.kind)) return;
  if (isLost) return fail('crash', 'the device is gone', true);
  if (request.do === 'describe') {
    const clock = { name: 'simulated', quantumNs: described.quantumNs ?? 100 };
    return reply({ protocol: 1, clock, facts: { adapter: 'fake', ...described.facts } });
  }
  const state = loaded;
  if (state === null) return fail('crash', 'nothing is prepared', false);
  switch (request.do) {
    case 'prepare':
      return reply({ buildNs: 1e6, notes: { registers: 32 } });
    case 'fill':
      fillInputs(state, request.fill);
      return reply(null);
    case 'sample': {
      if (!state.computed) {
        const { program, kernel, inputs } = state;
        state.output = multiply(extents(program), inputs, program.dataType, kernel.wrong);
      }
      state.computed = true;
      const samples = Array.from({ length: request.count }, () =>
        sample(state, state.samples++, request.repetitions),
      );
      return reply({ samples });
    }
    case 'read': {
      const view = encode(state, request.selection);
      const bytes = Buffer.from(view.buffer, view.byteOffset, view.byteLength);
      const isShort = state.kernel.fault?.kind === 'short-output';
      writeFileSync(request.file, isShort ? bytes.subarray(1) : bytes);
      return reply(null);
    }
    case 'release':
      loaded = null;
      return reply(null);
  }
}

createInterface({ input: process.stdin }).on('line', (line) => answer(JSON.parse(line) as Request));
