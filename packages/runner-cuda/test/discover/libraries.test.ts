import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findLibraries } from '../../src/discover/libraries.ts';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';

/** No HPC SDK was at hand: the places are those of its documentation. */
test("cuBLAS of NVIDIA's HPC SDK lies beside its toolkits, for each version", async () => {
  const sdk = await temporaryFolder();
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(sdk, file)), { recursive: true });
    await writeFile(join(sdk, file), text);
  };
  await write('math_libs/12.9/lib64/libcublas.so.12', '');
  await write('math_libs/13.0/lib64/libcublas.so.13', '');
  await write(
    'math_libs/13.0/include/cublas_api.h',
    '#define CUBLAS_VER_MAJOR 13\n#define CUBLAS_VER_MINOR 0\n#define CUBLAS_VER_PATCH 2\n',
  );
  const prefix = join(sdk, 'cuda/13.0');
  await write('math_libs/13.0/lib64/libcublasLt.so.13', '');
  const { cublas, cublasLt } = findLibraries(prefix, join(prefix, 'include'), [
    join(prefix, 'lib64'),
  ]);
  expect(cublas).toEqual({
    file: join(sdk, 'math_libs/13.0/lib64/libcublas.so.13'),
    version: '13.0.2',
  });
  expect(cublasLt).toEqual({
    file: join(sdk, 'math_libs/13.0/lib64/libcublasLt.so.13'),
    version: '13.0.2',
  });
});
