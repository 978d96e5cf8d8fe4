import { BenchError, tunablesSchema, noCaseBudgetMs, type Stack } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { type PlanOptions, planRun } from '../../src/index.ts';
import type { FoundStack } from '@stackbench/workers';
import { fakeCatalog, fakeDriver, fakeStack } from '../fake/fake-stack.ts';

const catalog = fakeCatalog(
  { naive: {}, 'shared-tile': {} },
  ['m=8,n=8,k=8', 'm=16,n=16,k=16'],
  ['f32', 'f16'],
);
const driver = fakeDriver({});
const foundAs = (id: string, rest: Partial<Stack> = {}): FoundStack => {
  const stack = { ...fakeStack, id, software: false, ...rest };
  return stack.available ? { stack, driver } : { stack, driver: null };
};
const hardware = foundAs('webgpu:dawn/nvidia-h100');
const software = foundAs('webgpu:dawn/swiftshader', { software: true });
const emulated = foundAs('cuda:emulated', { kind: 'cuda', software: true, optIn: true });
const broken = foundAs('pytorch:venv/.venv', {
  kind: 'pytorch',
  available: false,
  reason: 'torch is not installed',
  fix: 'pip install torch',
});

const plan = (options: Partial<PlanOptions> = {}) =>
  planRun({
    catalog,
    stacks: [hardware, software, emulated, broken],
    suite: 'tiny',
    rounds: 1,
    ...options,
  });
const ids = (options: Partial<PlanOptions>) => plan(options).cases.map(({ record }) => record.id);
const stacks = (options: Partial<PlanOptions>) => plan(options).stacks.map(({ stack }) => stack.id);
const controlled = (options: Partial<PlanOptions>) =>
  plan(options).stacks.flatMap(({ stack }) => stack.controlOf ?? []);
const error = (options: Partial<PlanOptions>): BenchError => {
  try {
    plan(options);
  } catch (thrown) {
    if (thrown instanceof BenchError) return thrown;
  }
  throw new Error('no BenchError');
};

describe('cases', () => {
  test('that no stack in the run has a source for are left out, unless asked for alone', () => {
    const torch = foundAs('pytorch:system', { kind: 'pytorch', computes: ['cu', 'library'] });
    const asked = { stacks: [torch], stackGlobs: ['pytorch:*'] };
    expect(ids(asked)).toEqual([]);
    expect(ids({ ...asked, cases: ['gemm/naive'] })).toHaveLength(4);
    expect(ids({ ...asked, stacks: [torch, hardware], stackGlobs: ['*'] })).toHaveLength(12);
  });

  test('are problem × data type × variant, best behind its candidates', () => {
    const all = ids({});
    expect(all).toHaveLength(12);
    expect(all.slice(0, 4)).toEqual([
      'gemm/naive:m=8,n=8,k=8;f32',
      'gemm/shared-tile:m=8,n=8,k=8;f32',
      'gemm/best:m=8,n=8,k=8;f32',
      'gemm/naive:m=8,n=8,k=8;f16',
    ]);
    expect(plan().cases[2]?.candidates.map(({ name }) => name)).toEqual(['naive', 'shared-tile']);
  });

  test('a variant that is alone is not raced against itself', () => {
    expect(ids({ catalog: fakeCatalog({ naive: {} }, ['m=8,n=8,k=8']) })).toEqual([
      'gemm/naive:m=8,n=8,k=8;f32',
    ]);
  });

  test('that a suite has for hardware alone are left out where none is, unless asked for by id', () => {
    const [entry] = catalog.suites.get('tiny')!.entries;
    const problems = [{ problem: 'm=16,n=16,k=16', hardwareOnly: true }];
    const tiny = { name: 'tiny', title: '', entries: [{ ...entry!, problems }] };
    const large = { ...catalog, suites: new Map([['tiny', tiny]]) };
    const onSoftware = { catalog: large, stacks: [software] };
    expect(ids(onSoftware)).toEqual([]);
    expect(ids({ catalog: large, stacks: [software, hardware] })).toHaveLength(6);
    const id = 'gemm/naive:m=16,n=16,k=16;f32';
    expect(ids({ ...onSoftware, cases: [id] })).toEqual([id]);
  });

  test.each([
    ['gemm/naive', 4],
    ['gemm/*', 12],
    ['*;f16', 6],
    ['*k=16*', 6],
    ['gemm/{naive,best}:*;f32', 4],
    ['gemm/naive:m=8,n=8,k=8;f32', 1],
  ])('the filter %s finds %i', (filter, count) => {
    expect(ids({ cases: [filter] })).toHaveLength(count);
  });

  test('several filters add up, in the order of the suite', () => {
    expect(ids({ cases: ['*naive*16*;f32', '*naive*8*;f32'] })).toEqual([
      'gemm/naive:m=8,n=8,k=8;f32',
      'gemm/naive:m=16,n=16,k=16;f32',
    ]);
  });

  test('a whole id outside the suite is a case, in canonical form and once', () => {
    const typed = ['gemm/naive:k=3,m=5,n=7;f32', 'gemm/naive:m=5,n=7,k=3;f32'];
    expect(ids({ cases: typed })).toEqual(['gemm/naive:m=5,n=7,k=3;f32']);
    expect(ids({ cases: ['gemm/naive:k=8,n=8,m=8;f32', 'gemm/best:m=8,n=8,k=8;f32'] })).toEqual([
      'gemm/naive:m=8,n=8,k=8;f32',
      'gemm/best:m=8,n=8,k=8;f32',
    ]);
  });

  test('a glob over variants and data types on a problem of one’s own is every case of it', () => {
    expect(ids({ cases: ['gemm/*:m=67,n=64,k=64;f16'] })).toEqual([
      'gemm/naive:m=67,n=64,k=64;f16',
      'gemm/shared-tile:m=67,n=64,k=64;f16',
      'gemm/best:m=67,n=64,k=64;f16',
    ]);
    expect(ids({ cases: ['*/naive:n=64,m=67,k=64;{f32,f16}'] })).toEqual([
      'gemm/naive:m=67,n=64,k=64;f32',
      'gemm/naive:m=67,n=64,k=64;f16',
    ]);
    expect(ids({ cases: ['gemm/*:k=8,n=8,m=8;f32', 'gemm/naive'] })).toEqual(
      ids({ cases: ['gemm/*:m=8,n=8,k=8;f32', 'gemm/naive'] }),
    );
  });

  test('of a problem of one’s own, too, only what a stack of the run can compute is taken', () => {
    const mixed = fakeCatalog({ naive: {}, 'shared-tile': {} }, ['m=8,n=8,k=8'], ['f32']);
    const entry = mixed.operations.get('gemm')!;
    const [naive, tile] = entry.variants;
    const variants = [naive!, { ...tile!, dataTypes: { cu: ['f32' as const] } }];
    const few = { ...mixed, operations: new Map([['gemm', { ...entry, variants }]]) };
    const own = 'm=3,n=4,k=5;f32';
    expect(ids({ catalog: few, cases: [`gemm/*:${own}`] })).toEqual([
      `gemm/naive:${own}`,
      `gemm/best:${own}`,
    ]);
    expect(ids({ catalog: few, cases: [`gemm/shared-*:${own}`] })).toEqual([
      `gemm/shared-tile:${own}`,
    ]);
  });

  test.each([
    [{ suite: 'tinny' }, "Did you mean 'tiny'?"],
    [{ cases: ['gemm/naiv'] }, "Did you mean 'gemm/naive'?"],
    [{ cases: ['gemm/nai*e-:m=5,n=7,k=3;f32'] }, "There is no case 'gemm/nai*e-:m=5,n=7,k=3;f32'"],
    [{ cases: ['gemm/*:m=5,n=7;f32'] }, 'k='],
    [{ cases: ['gemm/*:m=5,n=7,k=1;f99'] }, 'There is no case'],
    [{ cases: ['gemm/naiv:m=5,n=7,k=3;f32'] }, "Did you mean 'naive'?"],
    [{ cases: ['gem/naive:m=5,n=7,k=3;f32'] }, "Did you mean 'gemm'?"],
    [{ cases: ['gemm/naive:m=5,n=7;f32'] }, 'k='],
    [{ cases: ['gemm/naive:m=5,n=7,k=1;f99'] }, 'data type'],
    [{ stackGlobs: ['webgpu:dawn/swiftshadr'] }, "Did you mean 'webgpu:dawn/swiftshader'?"],
    [{ stackGlobs: ['pytorch*'] }, 'torch is not installed'],
    [{ rounds: 0 }, 'at least one round'],
    [{ tunables: { minSampleMs: -1 } }, 'minSampleMs'],
  ])('%j is bad usage', (options, message) => {
    expect(error(options).message).toContain(message);
  });
});

describe('stacks', () => {
  test('are the available hardware by default', () => {
    expect(stacks({})).toEqual([hardware.stack.id]);
  });
  test('are software when there is no hardware, but never the emulated device', () => {
    expect(stacks({ stacks: [software, emulated, broken] })).toEqual([software.stack.id]);
    expect(stacks({ stacks: [emulated, broken] })).toEqual([]);
  });
  test('are those that fit a glob, which crosses slashes', () => {
    expect(stacks({ stackGlobs: ['webgpu*'] })).toEqual([hardware.stack.id, software.stack.id]);
    expect(stacks({ stackGlobs: ['cuda:emulated'] })).toEqual([emulated.stack.id]);
    expect(stacks({ stackGlobs: ['*'] })).toHaveLength(3);
  });
  test('are one alone where it is named, whatever its name would fit as a glob', () => {
    const [odd, alike] = ['webgpu:dawn/x[1]', 'webgpu:dawn/x1'].map((id) => foundAs(id));
    expect(stacks({ stacks: [odd!, alike!], stackGlobs: [odd!.stack.id] })).toEqual([
      odd!.stack.id,
    ]);
  });
  test('that cannot run come with their fix', () => {
    expect(error({ stackGlobs: [broken.stack.id] }).fix).toBe('pip install torch');
  });
});

test('no budget survives the run file', () => {
  const { tunables } = plan({ tunables: { caseBudgetMs: noCaseBudgetMs } });
  expect(tunablesSchema.parse(JSON.parse(JSON.stringify(tunables)))).toEqual(tunables);
});

describe('a control', () => {
  const two = [hardware, foundAs('webgpu:deno/nvidia-h100')];

  test('is the first stack again, launched as a stack of its own', () => {
    const planned = plan({ control: true }).stacks;
    const { id } = hardware.stack;
    const control = { ...hardware.stack, id: `${id}#control`, controlOf: id };
    expect(planned).toEqual([hardware, { stack: control, driver: hardware.driver }]);
    expect(plan({ control: true, stacks: [] }).stacks).toEqual([]);
  });

  test('is hardware where there is any', () => {
    const asked = { stacks: [software, hardware], stackGlobs: ['*'], control: true };
    expect(controlled(asked)).toEqual([hardware.stack.id]);
    expect(controlled({ stacks: [software], control: true })).toEqual([software.stack.id]);
  });

  test('is left out of short runs and of single stacks, unless asked for', () => {
    expect(controlled({ stacks: two, rounds: 2 })).toEqual([]);
    expect(controlled({ stacks: two, rounds: 3 })).toEqual([hardware.stack.id]);
    expect(controlled({ stacks: two, rounds: 3, control: false })).toEqual([]);
    expect(controlled({ stacks: [hardware], rounds: 10 })).toEqual([]);
    expect(controlled({ stacks: [hardware], rounds: 1, control: true })).toEqual([
      hardware.stack.id,
    ]);
  });
});
