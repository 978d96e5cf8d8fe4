import type { Stack } from '@stackbench/model';
import { expect, test } from 'vitest';
import { discoverStacks } from '../src/discover-stacks.ts';
import type { RunnerEntry } from '../src/runners.ts';

function makeStack(id: string): Stack {
  return { id, kind: 'webgpu', software: false, available: true, facts: {} };
}

/** A runner (fake: no such implementations need be here) that finds these stacks. */
function finding(...ids: string[]): RunnerEntry {
  return {
    kind: 'webgpu',
    load: () =>
      Promise.resolve({
        kind: 'webgpu',
        discover: () => Promise.resolve(ids.map(makeStack)),
        command: () => ({ file: 'none', args: [], replies: 'fd3' }),
        program: () => Promise.resolve({ unsupported: 'fake' }),
      }),
  };
}

test('stacks of all runners come sorted by id', async () => {
  const { stacks, runners } = await discoverStacks(
    [finding('webgpu:b/x', 'webgpu:a/x'), finding('webgpu:aa/x')],
    { timeoutMs: 1000 },
  );
  expect(stacks.map(({ id }) => id)).toEqual(['webgpu:a/x', 'webgpu:aa/x', 'webgpu:b/x']);
  expect(runners).toHaveLength(2);
});

test('a runner that cannot even be loaded is seen and hides no other', async () => {
  const broken: RunnerEntry = { kind: 'cuda', load: () => Promise.reject(new Error('no libfoo')) };
  const { stacks } = await discoverStacks([broken, finding('webgpu:a/x')], { timeoutMs: 1000 });
  expect(stacks).toEqual([
    expect.objectContaining({ id: 'cuda:runner', available: false }),
    makeStack('webgpu:a/x'),
  ]);
  expect(stacks[0]?.reason).toContain('no libfoo');
  expect(stacks[0]?.fix).toBeDefined();
});
