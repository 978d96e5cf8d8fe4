// @module-tag machine
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCatalog } from '@stackbench/kernels';
import { kernelCasesOf, listKernelJobs } from '@stackbench/programs';
import { runTool } from '@stackbench/workers';
import { beforeEach, expect, test } from 'vitest';
import { runNvcc } from '../src/build/nvcc.ts';
import { temporaryFolder } from '../../workers/test/support/fake-tree.ts';
import { disassembler } from './support/disassembler.ts';
import { missingToolkit, realTools } from './support/toolkits.ts';

const problems = [{ problem: 'm=4096,n=4096,k=4096' }];
const catalog = await loadCatalog();
const jobs = await listKernelJobs(
  catalog.root,
  kernelCasesOf(catalog, {
    name: 'staging',
    title: 'Kernels that stage slices through registers',
    entries: [{ operation: 'gemm', dataTypes: [], problems }],
  }),
  ['sm_80'],
);

beforeEach(({ skip }) => {
  skip(missingToolkit !== null, missingToolkit ?? '');
  skip(disassembler === null, 'no nvdisasm on this machine');
});

test.each(['register-tile', 'vectorized'])(
  '%s has all of a slice on its way before it stores the first of it',
  async (name) => {
    const job = jobs.find((each) => each.variant === `gemm/${name}` && each.dataType === 'f32')!;
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'kernel.cu'), job.text);
    const args = ['-cubin', '-arch=sm_80', '-std=c++17', '-o', 'kernel.cubin', 'kernel.cu'];
    await runNvcc(realTools[0]!, args, { cwd: folder });
    const said = await runTool(disassembler!, ['-c', join(folder, 'kernel.cubin')], {
      timeoutMs: 60_000,
    });
    const moves = [...said.stdout.matchAll(/\b(?:LDG|STS|BAR)\b/g)].map(([move]) => move);
    const slice = moves.slice(0, moves.indexOf('BAR'));
    expect(slice.length).toBeGreaterThanOrEqual(8);
    expect(slice.lastIndexOf('LDG')).toBeLessThan(slice.indexOf('STS'));
  },
);
