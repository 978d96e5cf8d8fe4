import { loadCatalog } from '@stackbench/kernels';
import type { DataType, KernelPlan, ProgramRequest } from '@stackbench/model';
import { expect, test } from 'vitest';
import { buildCudaProgram } from '../../src/cuda/build-cuda-program.ts';

const catalog = await loadCatalog();
const { operation, variants } = catalog.operations.get('gemm')!;

function request(name: string, dataType: DataType): ProgramRequest {
  const variant = variants.find((each) => each.name === name)!;
  const plan = variant.plan(operation.parseProblem('m=128,n=128,k=64'), 'f16');
  if ('unsupported' in plan) throw new Error(plan.unsupported);
  return { variant, plan, dataType, tensors: [] };
}

const gpu = (architecture: string) => ({ architecture, because: `this GPU is ${architecture}` });

test('the data type and the constants that a source uses are macros before it', async () => {
  const program = await buildCudaProgram(catalog.root, request('naive', 'f16'), gpu('sm_80'));
  if ('unsupported' in program) throw new Error(program.unsupported);
  const [{ module, entry } = { module: { kind: 'none' }, entry: '' }] = program.passes;
  expect(entry).toBe('kernel');
  expect(module).toMatchObject({ kind: 'source', language: 'cu', file: 'gemm/naive/kernel.cu' });
  const text = 'text' in module ? module.text : '';
  expect(text).toContain('#define DATA_TYPE_F16 1\n');
  expect(text).toMatch(/#define \w+ \d+\n#line 1 "gemm\/naive\/kernel\.cu"/);
  expect(text).not.toMatch(/#include "/);
});

test.each([
  ['wgmma', 'sm_90', 'wgmma needs sm_90a; this GPU is sm_90'],
  ['wgmma', 'sm_100a', 'wgmma needs sm_90a; this GPU is sm_100a'],
  ['tensor-core', 'sm_70', 'tensor-core needs sm_75; this GPU is sm_70'],
])('%s is refused for %s', async (name, architecture, unsupported) => {
  const built = await buildCudaProgram(catalog.root, request(name, 'f16'), gpu(architecture));
  expect(built).toEqual({ unsupported });
});

test.each([
  ['wgmma', 'sm_90a'],
  ['tensor-core', 'sm_75'],
  ['tensor-core', 'sm_90a'],
  ['naive', 'sm_50'],
])('%s is built for %s', async (name, architecture) => {
  const built = await buildCudaProgram(catalog.root, request(name, 'f16'), gpu(architecture));
  expect(built).toHaveProperty('passes');
});

test('what a variant needs depends on the data type', async () => {
  const built = await buildCudaProgram(catalog.root, request('tensor-core', 'bf16'), gpu('sm_75'));
  expect(built).toEqual({ unsupported: 'tensor-core needs sm_80; this GPU is sm_75' });
});

test.each([
  // 4096² of C are 512 tiles of 128 × 256: H100 SXM, H100 PCIe, H20, and a slice of one.
  [132, 132],
  [114, 114],
  [78, 78],
  [60, 60],
  [undefined, 512],
])('blocks that stay are one for each of %s multiprocessors', async (multiprocessors, blocks) => {
  const variant = variants.find(({ name }) => name === 'wgmma')!;
  const plan = variant.plan(operation.parseProblem('m=4096,n=4096,k=64'), 'bf16') as KernelPlan;
  const target = { ...gpu('sm_90a'), multiprocessors };
  const asked: ProgramRequest = { variant, plan, dataType: 'bf16', tensors: [] };
  const built = await buildCudaProgram(catalog.root, asked, target);
  expect('passes' in built && built.passes[0]!.grid).toEqual([blocks, 1, 1]);
});

test('a data type without a source is refused', async () => {
  const built = await buildCudaProgram(catalog.root, request('tensor-core', 'f32'), null);
  expect(built).toEqual({ unsupported: 'tensor-core has no CUDA source for f32' });
});
