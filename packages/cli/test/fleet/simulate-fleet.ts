import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { planRun, type RunPlan } from '@stackbench/engine';
import {
  type CaseRecord,
  type Matrix,
  type Outcome,
  parseCaseId,
  type Shard,
  shardFile,
  type Stack,
} from '@stackbench/model';
import {
  fakeCatalog,
  fakeDriver,
  fakeStack,
  quickTunables,
} from '../../../engine/test/fake/fake-stack.ts';
import { makeMatrix } from '../../../engine/test/fleet/make-matrix.ts';
import { madeUpMachine, makeShardHeader } from '../../../engine/test/fleet/make-shards.ts';
import { runText } from '../write-run.ts';

/*
 * A fleet that is MADE UP: no number in it was measured.
 */

export interface Fleet {
  folder: string;
  shards: number;
  stacks: number;
  outcomes: number;
  rounds: number;
}

export interface Step {
  step: string;
  /** Of all processors together. */
  processorMs: number;
  residentBytes: number;
}

/** Plans, makes up, gathers and publishes a fleet; tells what each step took. */
export async function* simulateFleet(fleet: Fleet): AsyncGenerator<Step> {
  const path = join(fleet.folder, 'matrix.json');
  const { matrix, step } = await planFleet(fleet);
  await writeFile(path, JSON.stringify(matrix));
  yield step;
  const results = join(fleet.folder, 'results');
  for (const shard of matrix.shards) await writeShard(matrix, shard, results);
  yield await runStep(['fleet', 'gather', path, '--results', results]);
  yield await runStep(['publish', '--results', results]);
}

/** Cuts a run of made-up stacks into shards. What finding stacks takes is no part of it. */
export async function planFleet(
  fleet: Omit<Fleet, 'folder'>,
): Promise<{ matrix: Matrix; step: Step }> {
  const plan = planOf(fleet);
  const before = process.cpuUsage();
  const matrix = await makeMatrix(fleet.shards, plan);
  const { user, system } = process.cpuUsage(before);
  const processorMs = Math.round((user + system) / 1000);
  return { matrix, step: { step: 'plan', processorMs, residentBytes: process.memoryUsage().rss } };
}

async function runStep(args: readonly string[]): Promise<Step> {
  const script = join(import.meta.dirname, 'measure-command.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], {
    maxBuffer: 2 ** 24,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '{}';
  return JSON.parse(last) as Step;
}

function planOf({ shards, stacks, outcomes, rounds }: Omit<Fleet, 'folder'>): RunPlan {
  const cases = Math.max(shards, Math.round(outcomes / stacks / rounds));
  // One case of a problem, until there are as many problems as shards.
  const names = Array.from({ length: Math.ceil(cases / shards) }, (_, at) => `variant-${at}`);
  const kernels = Object.fromEntries(names.map((name) => [name, {}]));
  const problems = Array.from({ length: shards }, (_, at) => `m=${8 * (at + 1)},n=64,k=64`);
  const found = Array.from({ length: stacks }, (_, at) => ({
    stack: makeStack(at),
    driver: fakeDriver(kernels),
  }));
  const plan = planRun({
    catalog: fakeCatalog(kernels, problems),
    stacks: found,
    suite: 'tiny',
    rounds,
    control: false,
    tunables: { ...quickTunables, orderSeed: 7 },
  });
  // `best` is one more of each: left out, as are the last variants beyond what was asked for.
  const wanted = plan.cases.filter(({ record }) => record.variant !== 'best');
  const first = wanted.filter(({ record }) => record.variant === names[0]);
  const rest = wanted.filter(({ record }) => record.variant !== names[0]);
  return { ...plan, cases: [...first, ...rest.slice(0, cases - first.length)] };
}

/** With as many facts as an environment of PyTorch has. */
function makeStack(at: number): Stack {
  return {
    ...fakeStack,
    id: `pytorch:conda/environment-${at}`,
    kind: 'pytorch',
    software: false,
    native: true,
    facts: {
      gpu: 'NVIDIA H100 80GB HBM3',
      computeCapability: '9.0',
      multiprocessors: 132,
      l2Bytes: 52_428_800,
      driverVersion: '580.65.06',
      driverCudaVersion: '13.0',
      torchVersion: `2.${at % 16}.0`,
      torchBuild: `2.${at % 16}.0+cu130`,
      torchCudaVersion: '13.0',
      cudnnVersion: `9.${at % 8}.0`,
      cublasVersion: '13.0.2',
      nvrtcVersion: '13.0.48',
      nvrtcTarget: 'sm_90',
      pythonVersion: '3.13.1',
      environment: `~/miniconda3/envs/environment-${at}`,
      environmentKind: 'conda',
      interpreter: `~/miniconda3/envs/environment-${at}/bin/python`,
      libraries: Object.fromEntries(
        ['cudart', 'cublas', 'cublasLt', 'cudnn', 'nvrtc'].map((name) => [
          name,
          { version: '13.0.2', file: `~/miniconda3/envs/environment-${at}/lib/lib${name}.so.13` },
        ]),
      ),
      mathMode: 'FP32 without TF32',
    },
  };
}

async function writeShard(matrix: Matrix, { index }: Shard, results: string): Promise<void> {
  const header = makeShardHeader(matrix, index, {
    node: (index % nodes).toString(16),
    probeNs: [1e6, 1.001e6, 1.002e6].map((ns) => ns * (index % nodes === 3 ? 1.4 : 1)),
    machine: {
      ...madeUpMachine,
      osVersion: 'Debian GNU/Linux 12 (bookworm), kernel 6.1.0',
      cpu: 'A Made-up CPU',
      cpuCount: 64,
      memoryBytes: 2 ** 38,
      nvidiaDriver: '580.65.06',
    },
  });
  const { rounds, stacks, cases } = header;
  const outcomes = Array.from({ length: rounds }, (_, round) =>
    stacks.flatMap(({ id }, at) => cases.map((record) => makeOutcome(record, id, at, round))),
  ).flat();
  const path = join(results, 'shards', shardFile(matrix.matrixId, index));
  await mkdir(dirname(path), { recursive: true });
  const footer = {
    type: 'footer' as const,
    endedAt: '2026-11-26T14:00:00.000Z',
    counts: { ok: outcomes.length },
  };
  await writeFile(path, runText({ header, outcomes, footer }));
}

/** Of them node 3 is slow. */
const nodes = 100;

/** With as many numbers as a measured one has. */
function makeOutcome(record: CaseRecord, stack: string, at: number, round: number): Outcome {
  const { flops, id } = record;
  const ns =
    (flops / (1e3 * (1 + at / 100))) *
    (1 + (parseCaseId(id).problem.length % 5) / 100) *
    (1 + ((at + 3 * round) % 7) / 2000);
  const gate = {
    output: 'c',
    passed: true,
    compared: 4096,
    wrong: 0,
    detail: null,
  };
  const exact = {
    ...gate,
    gate: 'exact',
    method: 'checksum' as const,
    relativeFrobenius: null,
    scaledMaximum: null,
  };
  const random = {
    ...gate,
    gate: 'random',
    method: 'sampled' as const,
    relativeFrobenius: 2.920202596727773e-7,
    scaledMaximum: 1.537206788944961e-7,
  };
  return {
    case: id,
    stack,
    round,
    status: 'ok',
    programDigest: '0123456789abcdef',
    tookNs: 1_234_567_890,
    kernelNs: Array.from({ length: 12 }, (_, sample) => ns * (1 + ((sample * 7) % 5) / 1000)),
    repetitions: 16,
    bufferSets: 12,
    caches: 'cold',
    callLatencyNs: ns + 20_000,
    firstCallNs: ns * 40,
    buildNs: 5e8,
    samplingNs: 3e8,
    timedCheckNs: 2e7,
    dropped: 0,
    timedBy: 'device',
    stoppedBy: 'interval',
    verification: {
      gates: [exact, random, { ...exact, timed: true }, { ...random, timed: true }],
    },
  };
}
