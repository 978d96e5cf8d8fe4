import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  elementCount,
  type KernelPlan,
  type KernelVariant,
  type Operation,
  scalarSchema,
} from '@stackbench/model';
import { afterEach, expect, test } from 'vitest';
import { loadCatalog } from '../catalog.ts';

const catalog = await loadCatalog();

/** Problems that are too large to be run here, at which a plan may still go wrong. */
const large: Readonly<Record<string, readonly string[]>> = {
  gemm: [
    'm=8192,n=8192,k=8192',
    'm=1,n=28672,k=8192',
    'm=512,n=8,k=500000',
    'm=16777216,n=33,k=1',
    'm=3,n=16777216,k=2',
  ],
};

const plans = [...catalog.operations.values()].flatMap(({ operation, variants }) =>
  [...operation.edgeProblems, ...(large[operation.name] ?? [])].flatMap((text) =>
    variants.flatMap((variant) => {
      const problem = operation.parseProblem(text);
      const dataTypes = new Set(Object.values(variant.dataTypes).flat());
      return [...dataTypes].map((dataType) => ({
        id: `${operation.name}/${variant.name}:${text};${dataType}`,
        operation,
        problem,
        variant,
        plan: variant.plan(problem, dataType),
      }));
    }),
  ),
);

const temporary: string[] = [];
afterEach(() => Promise.all(temporary.splice(0).map((path) => rm(path, { recursive: true }))));

test('the ladder is found on disk, in ascending rungs', () => {
  const { variants } = catalog.operations.get('gemm')!;
  const rungs = variants.map(({ rung }) => rung);
  expect(rungs).toEqual(rungs.toSorted((a, b) => a - b));
  expect(variants[0]!.name).toBe('naive');
  expect(variants.map(({ name }) => name)).toContain('vectorized-128x64');
});

test('names can stand in a case id', () => {
  for (const { operation, variants } of catalog.operations.values()) {
    for (const { name } of [operation, ...variants]) expect(name).toMatch(/^[a-z0-9-]+$/);
  }
});

/** Blocks of these stay for several tiles, and a copy engine reads for them. */
const isResident = ({ variant }: { variant: KernelVariant }) =>
  Object.values(variant.cudaArchitecture ?? {}).some((needed) => needed.startsWith('sm_90a'));

test('every gemm variant serves every problem, unless a copy engine reads its rows', () => {
  const refused = plans.filter(
    (entry) => entry.operation.name === 'gemm' && 'unsupported' in entry.plan && !isResident(entry),
  );
  expect(refused.map(({ id }) => id)).toEqual([]);
});

test('every WGSL variant has f16', () => {
  const without = [...catalog.operations.values()].flatMap(({ variants }) =>
    variants.filter(({ dataTypes: { wgsl } }) => wgsl?.includes('f16') === false),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

test('every source that a plan names exists in each language of its variant', () => {
  const missing = plans.flatMap(({ id, variant, plan }) =>
    passesOf(plan).flatMap(({ source }) =>
      Object.keys(variant.dataTypes)
        .map((language) => `${source}.${language}`)
        .filter((file) => !existsSync(join(catalog.root, file)))
        .map((file) => `${id} names ${file}`),
    ),
  );
  expect(missing).toEqual([]);
});

test.each(plans)('the plan can be dispatched: $id', ({ operation, problem, variant, plan }) => {
  const known = tensorNames(operation, problem, plan);
  for (const { grid, block, tensors, scalars, constants } of passesOf(plan)) {
    expect(grid.every((extent) => Number.isInteger(extent) && extent >= 1)).toBe(true);
    expect(Math.max(...grid)).toBeLessThanOrEqual(65_535);
    const [x, y, z] = block;
    // WebGPU's default, and CUDA's most.
    expect(x * y * z).toBeLessThanOrEqual(variant.dataTypes.wgsl === undefined ? 1024 : 256);
    expect(tensors.filter((name) => !known.has(name))).toEqual([]);
    for (const scalar of scalars) expect(scalarSchema.safeParse(scalar).success).toBe(true);
    expect(Object.values(constants).every(Number.isInteger)).toBe(true);
  }
});

test('each tiled gemm plan has threads and workgroups for all of C', () => {
  const tiled = plans.filter((entry) => entry.operation.name === 'gemm' && !isResident(entry));
  const short = tiled.filter(({ problem, plan }) =>
    passesOf(plan).some(({ label, grid, constants: { BM, BN } }) => {
      if (label !== 'gemm') return false;
      const { m, n } = problem as { m: number; n: number };
      const tiles = Math.ceil(m / BM!) * Math.ceil(n / BN!);
      return !(grid[0] * grid[1] * grid[2] >= tiles);
    }),
  );
  expect(short.map(({ id }) => id)).toEqual([]);
});

test('a name given twice is refused', async () => {
  const root = await copyOfGemm();
  await cp(join(root, 'gemm/naive'), join(root, 'gemm/second'), { recursive: true });
  await expect(loadCatalog(root)).rejects.toThrow(
    /'gemm\/naive' is given twice, in .*gemm\/naive\/variant\.ts and in .*gemm\/second\/variant\.ts/,
  );
});

test('a file that cannot be loaded is named', async () => {
  const root = await copyOfGemm();
  await writeFile(join(root, 'gemm/naive/variant.ts'), 'throw new Error("broken on purpose")');
  await expect(loadCatalog(root)).rejects.toThrow(/naive\/variant\.ts.*broken on purpose/s);
});

test('a file without a default export is named', async () => {
  const root = await copyOfGemm();
  await writeFile(join(root, 'gemm/naive/variant.ts'), 'export const naive = [];');
  await expect(loadCatalog(root)).rejects.toThrow(/naive\/variant\.ts has no default export/);
});

/** A catalog of gemm and its naive variant, beside the real one so that imports resolve. */
async function copyOfGemm(): Promise<string> {
  const root = await mkdtemp(join(catalog.root, 'test/.catalog-'));
  temporary.push(root);
  const own = [
    'operation.ts',
    'edge-problems.ts',
    'problem.ts',
    'reference.ts',
    'tile.ts',
    'naive',
  ];
  const common = ['gates', 'check-tensors.ts', 'flat-grid.ts', 'parse-extents.ts', 'split-k.ts'];
  for (const path of [...common, ...own.map((file) => `gemm/${file}`)]) {
    await cp(join(catalog.root, path), join(root, path), { recursive: true });
  }
  return root;
}

function passesOf(plan: (typeof plans)[number]['plan']): KernelPlan['passes'] {
  return 'unsupported' in plan ? [] : plan.passes;
}

function tensorNames(
  operation: Operation,
  problem: Parameters<Operation['tensors']>[0],
  plan: (typeof plans)[number]['plan'],
): Set<string> {
  const { inputs, outputs } = operation.tensors(problem);
  const workspaces = 'unsupported' in plan ? [] : plan.workspaces;
  for (const tensor of workspaces) expect(elementCount(tensor)).toBeGreaterThan(0);
  return new Set([...inputs, ...outputs, ...workspaces].map(({ name }) => name));
}
