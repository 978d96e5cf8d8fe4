import {
  type CaseRecord,
  defaultTunables,
  type FailedOutcome,
  type OkOutcome,
  type Outcome,
  parseCaseId,
  type Run,
  schemaVersion,
  type Stack,
} from '@stackbench/model';

/** A stack by its id; ids with `swiftshader` or `lavapipe` are software. */
export function makeStack(id: string): Stack {
  return {
    id,
    kind: 'webgpu',
    software: /swiftshader|lavapipe/.test(id),
    native: false,
    available: true,
    facts: {},
  };
}

/** A case of 1e9 FLOP, so that 1e9 ÷ kernelNs is GFLOP/s. */
export function makeCase(id: string, more: Partial<CaseRecord> = {}): CaseRecord {
  return { id, ...parseCaseId(id), work: 'flops', flops: 1e9, bytes: 1e6, ...more };
}

/** A gate that was passed. */
export const gate = {
  gate: 'exact',
  output: 'c',
  passed: true,
  method: 'whole',
  compared: 1,
  wrong: 0,
  detail: null,
  relativeFrobenius: 0,
  scaledMaximum: 0,
} as const;

/** An outcome measured at `gflops`, its samples spread evenly over ± `spread`. */
export function measuredOutcome(
  stack: string,
  id: string,
  gflops: number,
  {
    spread = 0.01,
    samples = 11,
    ...more
  }: Partial<OkOutcome> & { spread?: number; samples?: number } = {},
): OkOutcome {
  const middle = 1e9 / gflops;
  return {
    stack,
    case: id,
    round: 0,
    status: 'ok',
    kernelNs: Array.from(
      { length: samples },
      (_, i) => middle * (1 + (samples === 1 ? 0 : spread * ((2 * i) / (samples - 1) - 1))),
    ),
    repetitions: 1,
    bufferSets: 2,
    caches: 'cold',
    callLatencyNs: middle,
    firstCallNs: middle,
    buildNs: 1,
    samplingNs: middle * samples,
    dropped: 0,
    stoppedBy: 'interval',
    verification: { gates: [gate, { ...gate, gate: 'random' }] },
    ...more,
  };
}

export function failedOutcome(
  stack: string,
  id: string,
  status: FailedOutcome['status'],
  reason: string,
  round = 0,
): FailedOutcome {
  return { stack, case: id, round, status, reason };
}

/** A run of the stacks and cases named by its outcomes, in the order of their first appearance. */
export function makeRun(outcomes: readonly Outcome[], records: readonly CaseRecord[] = []): Run {
  const ids = [...new Set(outcomes.map((outcome) => outcome.case))];
  const stacks = [...new Set(outcomes.map((outcome) => outcome.stack))];
  const startedAt = '2026-01-01T00:00:00.000Z';
  return {
    header: {
      type: 'header',
      schemaVersion,
      runId: 'made',
      startedAt,
      argv: [],
      commit: null,
      dirty: null,
      version: '0.0.0',
      machine: {
        platform: 'linux',
        arch: 'x64',
        osVersion: '6.1',
        cpu: 'a CPU',
        cpuCount: 2,
        memoryBytes: 2 ** 32,
        nvidiaDriver: null,
      },
      suite: 'made',
      rounds: Math.max(1, ...outcomes.map(({ round }) => round + 1)),
      tunables: defaultTunables,
      stacks: stacks.map(makeStack),
      cases: ids.map((id) => records.find((record) => record.id === id) ?? makeCase(id)),
    },
    outcomes,
    footer: { type: 'footer', endedAt: '2026-01-01T00:01:02.000Z', counts: {} },
  };
}
