import { expect, test } from 'vitest';
import { defaultTunables, runLineSchema, tunablesSchema } from '../src/index.ts';

test('the tunables survive JSON, so that a run file can store and restore them', () => {
  expect(tunablesSchema.parse(JSON.parse(JSON.stringify(defaultTunables)))).toEqual(
    defaultTunables,
  );
});

const ok = {
  type: 'outcome',
  case: 'gemm/naive:m=1,n=1,k=1;f32',
  stack: 'webgpu:dawn/swiftshader',
  round: 0,
  status: 'ok',
  kernelNs: [1000],
  repetitions: 1,
  bufferSets: 1,
  caches: 'hot',
  callLatencyNs: 2000,
  firstCallNs: 3000,
  buildNs: 4000,
  samplingNs: 5000,
  dropped: 0,
  stoppedBy: 'time',
  verification: { gates: [gate('exact'), gate('random')] },
};

function gate(name: string) {
  return {
    gate: name,
    output: 'c',
    passed: true,
    method: 'whole',
    compared: 1,
    wrong: 0,
    detail: null,
    relativeFrobenius: null,
    scaledMaximum: null,
  };
}

test('an ok outcome needs measured times above zero and its verification', () => {
  expect(runLineSchema.safeParse(ok).success).toBe(true);
  expect(runLineSchema.safeParse({ ...ok, kernelNs: [0] }).success).toBe(false);
  expect(runLineSchema.safeParse({ ...ok, kernelNs: [] }).success).toBe(false);
  expect(runLineSchema.safeParse({ ...ok, verification: undefined }).success).toBe(false);
});

test('a failed outcome needs a reason and carries no times', () => {
  const failed = { type: 'outcome', case: ok.case, stack: ok.stack, round: 0, status: 'crash' };
  expect(runLineSchema.safeParse(failed).success).toBe(false);
  const parsed = runLineSchema.parse({ ...failed, reason: 'it died', kernelNs: [1] });
  expect(parsed).not.toHaveProperty('kernelNs');
});
