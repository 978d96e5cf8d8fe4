import type { Matrix } from '@stackbench/model';
import { planMatrix, planRun, type RunPlan } from '../../src/index.ts';
import { fakeCatalog, fakeDriver, fakeStack, quickTunables } from '../fake/fake-stack.ts';

const kernels = { first: {}, second: {} } as const;
const problems = [16, 24, 32, 40, 48].map((size) => `m=${size},n=${size},k=${size}`);
export const catalog = fakeCatalog(kernels, problems);
export const stacks = ['one', 'two'].map((name) => ({
  stack: { ...fakeStack, id: `webgpu:fake/${name}` },
  driver: fakeDriver(kernels),
}));

/** What the FAKE stacks are asked for. */
export function makePlan(rounds = 3): RunPlan {
  const tunables = { ...quickTunables, orderSeed: 7, minDeviceMs: 1, maxDeviceMs: 5 };
  return planRun({ catalog, stacks, suite: 'tiny', rounds, tunables });
}

export function makeMatrix(
  shards: number | 'auto' = 3,
  plan: RunPlan = makePlan(),
): Promise<Matrix> {
  return planMatrix(plan, {
    shards,
    argv: ['plan'],
    createdAt: new Date('2026-11-26T12:00:00Z'),
    commit: null,
    dirty: null,
    version: '0.1.0',
  });
}
