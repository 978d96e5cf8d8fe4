import { loadCatalog } from '@stackbench/kernels';
import {
  type CallProvider,
  callProviders,
  type DataType,
  programSchema,
  type ProgramTensor,
} from '@stackbench/model';
import { expect, test } from 'vitest';
import { buildLibraryProgram } from '../src/build-library-program.ts';

const { variants } = (await loadCatalog()).operations.get('gemm')!;
const tensors: ProgramTensor[] = [
  { name: 'a', role: 'input', elements: 6 },
  { name: 'b', role: 'input', elements: 12 },
  { name: 'c', role: 'output', elements: 8 },
];
const call = { operation: 'gemm', problem: { m: 2, n: 4, k: 3 } };

function build(name: string, dataType: DataType, providers: readonly CallProvider[]) {
  const variant = variants.find((each) => each.name === name)!;
  return buildLibraryProgram(call, { variant, dataType, tensors }, providers);
}

test.each(callProviders)('%s is one call with the numbers', (kind) => {
  const program = programSchema.parse(build(kind, 'f16', callProviders));
  expect(program.passes).toHaveLength(1);
  expect(program.passes[0]).toMatchObject({
    module: { kind, operation: 'gemm', problem: { m: 2, n: 4, k: 3 } },
    tensors: ['a', 'b', 'c'],
  });
});

test('a stack is not asked for what it does not have', () => {
  expect(build('compiled', 'f32', ['library'])).toEqual({
    unsupported: 'compiled needs a compiler of operations, which PyTorch alone has',
  });
  expect(build('library-tuned', 'f32', ['library', 'compiled'])).toEqual({
    unsupported:
      'library-tuned needs a library that times its algorithms on a GPU, as those for NVIDIA do',
  });
});
