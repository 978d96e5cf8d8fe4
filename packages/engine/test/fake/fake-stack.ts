import type { Catalog } from '@stackbench/kernels';
import {
  type DataType,
  defaultTunables,
  i32,
  type KernelVariant,
  type Outcome,
  type Stack,
  type Suite,
  type Tunables,
} from '@stackbench/model';
import gemm from '../../../../kernels/gemm/operation.ts';
import type { Driver, RunnableStack, WorkerCommand } from '@stackbench/workers';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';
import { fakeCommand, type FakeDescription } from '../../../workers/test/fake/fake-command.ts';
import { executeRun, type ExecuteOptions, planRun, type RunEvent } from '../../src/index.ts';

/** A stack of the FAKE worker. */
export const fakeStack: Stack = {
  id: 'webgpu:fake/simulated',
  kind: 'webgpu',
  software: true,
  native: false,
  computes: ['wgsl'],
  available: true,
  facts: { adapter: 'fake' },
};

/** A catalog of gemm with these FAKE kernels as variants, and a suite `tiny` of these problems. */
export function fakeCatalog(
  kernels: Readonly<Record<string, FakeKernel>>,
  problems: readonly string[] = ['m=12,n=10,k=8'],
  dataTypes: readonly DataType[] = ['f32'],
  edgeProblems: readonly string[] = [],
): Catalog {
  const variants = Object.keys(kernels).map((name, i): KernelVariant => ({
    name,
    rung: i,
    summary: 'fake',
    dataTypes: { wgsl: ['f32', 'f16'] },
    plan: ({ m, n, k }) => ({
      passes: [
        {
          label: 'fake',
          source: `gemm/${name}/kernel`,
          grid: [1, 1, 1],
          block: [1, 1, 1],
          tensors: ['a', 'b', 'c'],
          scalars: i32(Number(m), Number(n), Number(k)),
          constants: {},
        },
      ],
      workspaces: [],
      notes: { tile: `that of ${name}` },
    }),
  }));
  const tiny: Suite = {
    name: 'tiny',
    title: 'for tests',
    entries: [{ operation: 'gemm', dataTypes, problems: problems.map((problem) => ({ problem })) }],
  };
  return {
    root: '/nowhere',
    operations: new Map([['gemm', { operation: { ...gemm, edgeProblems } as never, variants }]]),
    suites: new Map([['tiny', tiny]]),
  };
}

/** A driver of the FAKE worker whose kernels behave as told. */
export function fakeDriver(
  kernels: Readonly<Record<string, FakeKernel>>,
  options: {
    replies?: WorkerCommand['replies'];
    describe?: FakeDescription;
    file?: string;
  } = {},
): Driver {
  const command = fakeCommand(options.describe, options.replies);
  return {
    command: options.file === undefined ? command : { ...command, file: options.file },
    program: async ({ variant, plan, dataType, tensors }) => ({
      dataType,
      tensors: [...tensors],
      passes: plan.passes.map(({ label, grid, block, tensors: bound, scalars, source }) => ({
        label,
        module: {
          kind: 'source' as const,
          language: 'wgsl' as const,
          file: `${source}.wgsl`,
          text: JSON.stringify(kernels[variant.name] ?? {}),
        },
        entry: 'main',
        grid: [...grid],
        block: [...block],
        tensors: [...bound],
        scalars: [...scalars],
      })),
    }),
  };
}

/** The FAKE worker's stack with its driver, for what runs no kernel. */
export const fakeRunnable: RunnableStack = { stack: fakeStack, driver: fakeDriver({}) };

/** Policy for tests: as by default, but hanging workers are given up soon. */
export const quickTunables: Tunables = {
  ...defaultTunables,
  startTimeoutMs: 10_000,
  prepareTimeoutMs: 1500,
  sampleTimeoutMs: 1500,
};

export interface FakeRunOptions extends Partial<ExecuteOptions> {
  kernels: Readonly<Record<string, FakeKernel>>;
  problems?: readonly string[];
  dataTypes?: readonly DataType[];
  /** Where each build is tried before it is timed; by default nowhere. */
  edgeProblems?: readonly string[];
  /** Globs over case ids; by default all but `best`. */
  cases?: readonly string[];
  rounds?: number;
  stacks?: readonly Stack[];
  /** What drives them all; default: the FAKE worker. */
  driver?: Driver;
  tunables?: Partial<Tunables>;
}

/** Plans and executes a run of FAKE kernels in one go. */
export async function runFake(
  options: FakeRunOptions,
): Promise<{ outcomes: Outcome[]; events: RunEvent[]; byVariant: Record<string, Outcome> }> {
  const { kernels } = options;
  const { driver = fakeDriver(kernels), stacks = [fakeStack] } = options;
  const plan = planRun({
    catalog: fakeCatalog(kernels, options.problems, options.dataTypes, options.edgeProblems),
    stacks: stacks.map((stack): RunnableStack => ({ stack, driver })),
    suite: 'tiny',
    cases: options.cases ?? Object.keys(kernels).map((name) => `gemm/${name}`),
    rounds: options.rounds ?? 1,
    tunables: { ...quickTunables, ...options.tunables },
  });
  const events: RunEvent[] = [];
  const outcomes = await executeRun(plan, {
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const byVariant = Object.fromEntries(
    outcomes.map((outcome) => [/\/([^:]+):/.exec(outcome.case)?.[1] ?? '', outcome]),
  );
  return { outcomes, events, byVariant };
}
