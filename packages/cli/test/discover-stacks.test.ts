import type { Stack } from '@stackbench/model';
import type { Driver } from '@stackbench/workers';
import { expect, test } from 'vitest';
import { discoverStacks } from '../src/discover-stacks.ts';
import type { RunnerEntry } from '../src/runners.ts';

function makeStack(id: string): Stack {
  return { id, kind: 'webgpu', software: false, native: false, available: true, facts: {} };
}

const driver: Driver = {
  command: { file: 'none', args: [], replies: 'fd3' },
  program: () => Promise.resolve({ unsupported: 'fake' }),
};

/** A runner (fake: no such implementations need be here) that finds these stacks. */
function finding(...ids: string[]): RunnerEntry {
  return {
    kind: 'webgpu',
    load: () =>
      Promise.resolve({
        kind: 'webgpu',
        discover: () => Promise.resolve(ids.map((id) => ({ stack: makeStack(id), driver }))),
      }),
  };
}

test('stacks of all runners come sorted by id', async () => {
  const found = await discoverStacks(
    [finding('webgpu:b/x', 'webgpu:a/x'), finding('webgpu:aa/x')],
    { timeoutMs: 1000 },
  );
  const ids = found.map(({ stack }) => stack.id);
  expect(ids).toEqual(['webgpu:a/x', 'webgpu:aa/x', 'webgpu:b/x']);
});

test('a runner that cannot even be loaded is seen and hides no other', async () => {
  const broken: RunnerEntry = { kind: 'cuda', load: () => Promise.reject(new Error('no libfoo')) };
  const found = await discoverStacks([broken, finding('webgpu:a/x')], { timeoutMs: 1000 });
  const [missing, other] = found;
  expect(missing).toMatchObject({ stack: { id: 'cuda:runner', available: false }, driver: null });
  expect(missing?.stack.reason).toContain('no libfoo');
  expect(missing?.stack.fix).toBeDefined();
  expect(other).toEqual({ stack: makeStack('webgpu:a/x'), driver });
});
