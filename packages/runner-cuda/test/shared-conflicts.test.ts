// @module-tag machine
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalog } from '@stackbench/kernels';
import { runTool } from '@stackbench/workers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findHostCompiler } from '../emulation/host-compiler.ts';
import { buildOverShim } from './support/build-over-shim.ts';

const compiler = await findHostCompiler(10_000);
beforeEach(({ skip }) => {
  if ('missing' in compiler) skip(compiler.missing);
});

const { operations } = await loadCatalog();
const problems = {
  gemm: 'm=4096,n=4096,k=4096',
  conv2d: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1',
};

/** Every tile in a type of each size: which of the two of 16 bits it is decides nothing here. */
const programs = Object.entries(problems).flatMap(([name, problem]) => {
  const { operation, variants } = operations.get(name)!;
  return variants
    .filter((variant) => /(^|-)mma\b/.test(variant.name))
    .flatMap((variant) =>
      // In TF32 for registers' sake with smaller tiles alone.
      (['bf16', 'tf32'] as const)
        .filter((dataType) => variant.dataTypes.cu?.includes(dataType))
        .map((dataType) => {
          const plan = variant.plan(operation.parseProblem(problem), dataType);
          if ('unsupported' in plan) throw new Error(plan.unsupported);
          const { constants } = plan.passes[0]!;
          return {
            name: `${variant.name}-${dataType}`,
            source: 'shared-conflicts.cpp',
            macros: { ...constants, STAGES: 2, [`DATA_TYPE_${dataType.toUpperCase()}`]: 1 },
          };
        }),
    );
});

let folder = '';
beforeAll(async () => {
  if ('missing' in compiler) return;
  folder = await mkdtemp(join(tmpdir(), 'stackbench-conflicts-'));
  await buildOverShim(compiler, folder, programs);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(programs)('$name reaches shared memory without a conflict', async ({ name }) => {
  const ended = await runTool(join(folder, name), [], { timeoutMs: 30_000 });
  expect(ended).toMatchObject({ ok: true, stdout: '' });
});
