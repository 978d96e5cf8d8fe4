import {
  type CaseRecord,
  defaultTunables,
  type DataType,
  type KnownFacts,
  type Machine,
  type Outcome,
  parseCaseId,
  type Run,
  schemaVersion,
  type Stack,
  stateFacts,
} from '@stackbench/model';
import { aggregate } from '../../src/analysis/publication/aggregate.ts';
import { digestRun } from '../../src/analysis/publication/digest.ts';
import { measuredOutcome } from '../make-run.ts';

/*
 * Made-up runs, for tests only: no number here was measured.
 */

export const gpuMachine: Machine = {
  platform: 'linux',
  arch: 'x64',
  osVersion: 'Debian GNU/Linux 12 (bookworm), kernel 6.1.0-18-amd64',
  cpu: 'A Made-up CPU',
  cpuCount: 16,
  memoryBytes: 2 ** 36,
  nvidiaDriver: '580.65.06',
};

export const cpuMachine: Machine = { ...gpuMachine, nvidiaDriver: null, cpuCount: 2 };

export function madeStack(id: string, facts: KnownFacts = {}, more: Partial<Stack> = {}): Stack {
  const kind = id.startsWith('cuda') ? 'cuda' : id.startsWith('pytorch') ? 'pytorch' : 'webgpu';
  const software = /swiftshader|lavapipe|cpu/.test(id);
  return {
    id,
    kind,
    software,
    native: kind !== 'webgpu',
    available: true,
    facts: stateFacts(software ? facts : { gpu: 'NVIDIA H200', ...facts }),
    ...more,
  };
}

/** GEMM m × n × k with its true work and traffic. */
export function gemmCase(variant: string, size: number, dataType: DataType): CaseRecord {
  const id = `gemm/${variant}:m=${size},n=${size},k=${size};${dataType}`;
  const bytes = dataType === 'f16' || dataType === 'bf16' ? 2 : 4;
  return {
    id,
    ...parseCaseId(id),
    work: 'flops',
    flops: 2 * size ** 3,
    bytes: 3 * bytes * size ** 2,
  };
}

export interface MadeRun {
  runId?: string;
  startedAt?: string;
  machine?: Machine;
  suite?: string;
  stacks: readonly Stack[];
  cases: readonly CaseRecord[];
  outcomes: readonly Outcome[];
}

export function madeRun({
  runId = 'made-1',
  startedAt = '2026-01-01T00:00:00.000Z',
  machine = gpuMachine,
  suite = 'made',
  stacks,
  cases,
  outcomes,
}: MadeRun): Run {
  return {
    header: {
      type: 'header',
      schemaVersion,
      runId,
      startedAt,
      argv: [],
      commit: 'abcdef0123456789abcdef0123456789abcdef01',
      dirty: false,
      version: '0.1.0',
      machine,
      suite,
      rounds: Math.max(1, ...outcomes.map(({ round }) => round + 1)),
      tunables: defaultTunables,
      stacks: [...stacks],
      cases: [...cases],
    },
    outcomes,
    footer: { type: 'footer', endedAt: startedAt, counts: {} },
  };
}

/** `rounds` launches of a case at about `flopsPerSecond`, a little apart from each other. */
export function launches(
  stack: string,
  record: CaseRecord,
  flopsPerSecond: number,
  rounds = 10,
  samples = 7,
): Outcome[] {
  const random = randomNumbers(`${stack} ${record.id}`);
  return Array.from({ length: rounds }, (_, round) => {
    const launch = 1 + 0.005 * (2 * random() - 1);
    const ns = (record.flops / flopsPerSecond) * 1e9 * launch;
    const { kernelNs: _kernel, ...rest } = measuredOutcome(stack, record.id, 1, { round });
    return {
      ...rest,
      kernelNs: Array.from({ length: samples }, () => ns * (1 + 0.004 * random())),
      callLatencyNs: ns + 20_000,
      firstCallNs: ns * 40,
      buildNs: 5e8,
    };
  });
}

/** Numbers in [0, 1) that depend on `seed` alone (mulberry32). */
function randomNumbers(seed: string): () => number {
  let state = Array.from(seed).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function publicationOf(...runs: readonly Run[]) {
  return aggregate(runs.map((run) => digestRun(`runs/${run.header.runId}.jsonl`, run)));
}
