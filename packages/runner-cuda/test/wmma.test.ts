// @module-tag machine
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '@stackbench/kernels';
import { type KernelJob, kernelCasesOf, listKernelJobs } from '@stackbench/programs';
import type { Suite } from '@stackbench/model';
import { beforeEach, expect, test } from 'vitest';
import { runNvcc } from '../src/build/nvcc.ts';
import { temporaryFolder } from '../../workers/test/support/fake-tree.ts';
import { missingToolkit, realTools } from './support/toolkits.ts';

const suite: Suite = {
  name: 'wmma',
  title: 'Kernels with warp-wide matrix products',
  entries: [
    { operation: 'gemm', dataTypes: [], problems: [{ problem: 'm=4096,n=4096,k=4096' }] },
    {
      operation: 'conv2d',
      dataTypes: [],
      problems: [{ problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1' }],
    },
  ],
};
const catalog = await loadCatalog();
const cases = kernelCasesOf(catalog, suite);
const jobs = (await listKernelJobs(catalog.root, cases, ['sm_80'])).filter(({ variant }) =>
  ['gemm/tensor-core', 'conv2d/implicit-gemm-tensor-core'].includes(variant),
);

beforeEach(({ skip }) => skip(missingToolkit !== null, missingToolkit ?? ''));

test.for(jobs)(
  "$variant in $dataType multiplies by the instructions that NVIDIA's own header gives",
  async ({ text }: KernelJob) => {
    const [own, theirs] = await Promise.all([
      matrixInstructions(text),
      matrixInstructions(withTheirHeader(text)),
    ]);
    expect(own.filter((name) => name.startsWith('wmma.mma')).length).toBeGreaterThan(0);
    expect(own).toEqual(theirs);
  },
);

/** The source as it would be with <mma.h>, which it takes where it is emulated. */
function withTheirHeader(text: string): string {
  const changed = text.replace('#if defined(__CUDACC__)\n', '#if 0\n');
  expect(changed).not.toBe(text);
  return changed;
}

/**
 * Every warp-wide instruction, and every rounding to TF32, in alphabetical order. Whether an address is
 * said to lie in shared memory is left out: NVIDIA's header says it of f16 alone.
 */
async function matrixInstructions(text: string): Promise<string[]> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'kernel.cu'), text);
  const args = ['-ptx', '-arch=sm_80', '-std=c++17', '-o', 'kernel.ptx', 'kernel.cu'];
  await runNvcc(realTools[0]!, args, { cwd: folder });
  const ptx = await readFile(join(folder, 'kernel.ptx'), 'utf8');
  return (ptx.match(/\b(?:wmma|cvt\.rna)\.\S+/g) ?? [])
    .map((name) => name.replace('.shared', ''))
    .toSorted();
}
