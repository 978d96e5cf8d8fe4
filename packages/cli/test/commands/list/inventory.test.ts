import { planRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import type { Driver } from '@stackbench/workers';
import { expect, it } from 'vitest';
import { takeInventory } from '../../../src/commands/list/inventory.ts';

/** FAKE: nothing here is ever started. */
const driver = {} as Driver;
const stack = { kind: 'webgpu', software: true, native: false, available: true, facts: {} };
const found = [
  { stack: { ...stack, id: 'webgpu:fake/x', computes: ['wgsl'] }, driver },
  { stack: { ...stack, id: 'cuda:fake', computes: ['cu'], available: false }, driver: null },
];

it('counts the cases of a suite that a run takes in', async () => {
  const catalog = await loadCatalog();
  const filters = { suite: 'quick', stackGlobs: [], caseGlobs: [] };
  const [quick] = takeInventory(catalog, found, filters).suites;
  const plan = planRun({ catalog, stacks: found, suite: 'quick', rounds: 1 });
  expect(quick?.runnable).toBe(plan.cases.length);
  expect(quick?.runnable).toBeLessThan(quick!.cases.length);
});
