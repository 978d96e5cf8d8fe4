import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KernelVariant, programSchema, type Stack } from '@stackbench/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildProgram } from '../src/build-program.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-kernels-'));
  await mkdir(join(root, 'op/x'), { recursive: true });
  await writeFile(join(root, 'op/x/kernel.wgsl'), '// one\nfn main() {}\n');
  await writeFile(join(root, 'op/x/torn.wgsl'), '// one\n//@end\n');
});
afterAll(() => rm(root, { recursive: true }));

const stack: Stack = {
  id: 'webgpu:test/adapter',
  kind: 'webgpu',
  software: true,
  native: false,
  available: true,
  facts: { features: ['shader-f16'], limits: { maxComputeWorkgroupsPerDimension: 10 } },
};
const pass = {
  label: 'op',
  source: 'op/x/kernel',
  grid: [2, 1, 1],
  block: [1, 1, 1],
  tensors: ['a', 'w', 'c'],
  scalars: [{ type: 'i32', value: 4 }],
  constants: { BX: 1 },
} as const;
const variant: KernelVariant = {
  name: 'x',
  rung: 1,
  summary: '',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['bf16'] },
  plan: () => ({ passes: [pass], workspaces: [] }),
};

function build(change: {
  variant?: Partial<KernelVariant>;
  pass?: Partial<typeof pass> | { source: string } | { grid: [number, number, number] };
  dataType?: 'f32' | 'f16' | 'bf16';
}) {
  return buildProgram(root, stack, {
    variant: { ...variant, ...change.variant },
    plan: {
      passes: [{ ...pass, ...change.pass }],
      workspaces: [{ name: 'w', shape: [2, 3] }],
    },
    dataType: change.dataType ?? 'f32',
    tensors: [
      { name: 'a', role: 'input', elements: 4 },
      { name: 'c', role: 'output', elements: 4 },
      { name: 'w', role: 'workspace', elements: 6 },
    ],
  });
}

test('a program holds the shader, the way back to its lines, and the workspaces', async () => {
  const program = programSchema.parse(await build({}));
  expect(program.tensors).toContainEqual({ name: 'w', role: 'workspace', elements: 6 });
  const [{ module, ...rest }] = program.passes as [(typeof program.passes)[0]];
  expect(rest).toMatchObject({ entry: 'main', grid: [2, 1, 1], scalars: pass.scalars });
  if (module.kind !== 'source') throw new Error('not a source');
  const at = module.text.split('\n').indexOf('fn main() {}');
  expect(module).toMatchObject({ file: 'op/x/kernel.wgsl', language: 'wgsl' });
  expect(module.origins?.[at]).toBe('op/x/kernel.wgsl:2');
});

test('a data type without a source, a missing feature and a limit are unsupported', async () => {
  expect(await build({ dataType: 'bf16' })).toEqual({
    unsupported: 'x has no WGSL source for bf16',
  });
  expect(await build({ variant: { features: ['subgroups'] } })).toEqual({
    unsupported: "the adapter lacks the feature 'subgroups'",
  });
  expect(await build({ pass: { grid: [11, 1, 1] } })).toHaveProperty(
    'unsupported',
    expect.stringContaining('maxComputeWorkgroupsPerDimension is 10'),
  );
});

test('a broken directive is reported with its file and line, a missing file with its name', async () => {
  await expect(build({ pass: { source: 'op/x/torn' } })).rejects.toThrow(/^op\/x\/torn\.wgsl:2:/);
  await expect(build({ pass: { source: 'op/x/absent' } })).rejects.toThrow(/op\/x\/absent\.wgsl/);
});
