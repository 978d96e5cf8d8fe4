import { byMaskedId } from '@stackbench/engine';
import type { Stack } from '@stackbench/model';
import type { DiscoverOptions, Driver } from '@stackbench/workers';
import { afterEach, expect, test, vi } from 'vitest';
import { discoverStacks } from '../src/discover-stacks.ts';
import type { RunnerEntry } from '../src/runners.ts';

afterEach(() => vi.unstubAllEnvs());

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
  expect(other?.stack.id).toBe('webgpu:a/x');
});

test('whoever set a variable that steers a stack, it is a fact of the stack, before and after a closer look', async () => {
  const command = {
    ...driver.command,
    env: { MKL_CBWR: 'COMPATIBLE', CUDA_CACHE_DISABLE: undefined },
  };
  const inspected = { stack: makeStack('webgpu:a/x'), driver: { ...driver, command } };
  const entry: RunnerEntry = {
    kind: 'webgpu',
    load: () =>
      Promise.resolve({
        kind: 'webgpu',
        discover: () =>
          Promise.resolve([
            {
              ...inspected,
              driver: { ...inspected.driver, inspect: () => Promise.resolve(inspected) },
            },
          ]),
      }),
  };
  vi.stubEnv('OPENBLAS_CORETYPE', 'Haswell');
  vi.stubEnv('CUDA_CACHE_DISABLE', '1');
  const [found] = await discoverStacks([entry], { timeoutMs: 1000 });
  const closer = await found?.driver?.inspect?.({ timeoutMs: 1000 });
  for (const each of [found, closer]) {
    expect(each?.stack.facts).toMatchObject({
      variables: { MKL_CBWR: 'COMPATIBLE', OPENBLAS_CORETYPE: 'Haswell' },
      removedVariables: ['CUDA_CACHE_DISABLE'],
    });
  }
});

/** A runner (fake: nobody is to ask it) of some kind, and how often it was asked. */
function counting(kind: string, ...ids: string[]) {
  const asked: DiscoverOptions[] = [];
  const discover = (options: DiscoverOptions) => {
    asked.push(options);
    return Promise.resolve(ids.map((id) => ({ stack: { ...makeStack(id), kind }, driver })));
  };
  return { asked, entry: { kind, load: () => Promise.resolve({ kind, discover }) } };
}

test('runners of which nothing is wanted are not asked', async () => {
  const [webgpu, pytorch] = [
    counting('webgpu', 'webgpu:a/x'),
    counting('pytorch', 'pytorch:system'),
  ];
  const wanted = ['webgpu:*'];
  const found = await discoverStacks([webgpu.entry, pytorch.entry], { timeoutMs: 1000, wanted });
  expect(found.map(({ stack }) => stack.id)).toEqual(['webgpu:a/x']);
  expect(webgpu.asked).toEqual([{ timeoutMs: 1000, wanted }]);
  expect(pytorch.asked).toEqual([]);
});

test.each([[['webgpu:b/x']], [['webgup:*']], [['webgpu:*', 'pytorch:conda/*']]])(
  'where one of %s names nothing, all that it may have meant is found',
  async (wanted) => {
    const runners = [counting('webgpu', 'webgpu:a/x'), counting('pytorch', 'pytorch:system')];
    const found = await discoverStacks(
      runners.map(({ entry }) => entry),
      { timeoutMs: 1000, wanted },
    );
    expect(found.map(({ stack }) => stack.id)).toEqual(['pytorch:system', 'webgpu:a/x']);
    expect(runners.map(({ asked }) => asked.at(-1))).toEqual([
      { timeoutMs: 1000 },
      { timeoutMs: 1000 },
    ]);
  },
);

test('a stack is wanted by the name that a run file has of it, too', async () => {
  const [named, other] = [counting('webgpu', 'webgpu:a/host.example.com'), counting('pytorch')];
  const all = await discoverStacks([named.entry], { timeoutMs: 1000 });
  const [masked] = (await byMaskedId(all)).keys();
  const wanted = [masked!];
  await discoverStacks([named.entry, other.entry], { timeoutMs: 1000, wanted });
  expect(other.asked).toEqual([]);
});
