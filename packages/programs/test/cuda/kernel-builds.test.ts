import { loadCatalog } from '@stackbench/kernels';
import type { DataType } from '@stackbench/model';
import { expect, test } from 'vitest';
import { checkArchitectures, kernelCasesOf, listKernelJobs } from '../../src/cuda/kernel-builds.ts';

const catalog = await loadCatalog();
const suite = catalog.suites.get('quick')!;

test('each distinct source is one job for each architecture that serves its variant', async () => {
  const jobs = await listKernelJobs(catalog.root, kernelCasesOf(catalog, suite), [
    'sm_80',
    'sm_90a',
  ]);
  const keys = jobs.map(({ variant, text, architecture }) => `${variant} ${architecture}\n${text}`);
  expect(new Set(keys).size).toBe(jobs.length);
  const served = Map.groupBy(jobs, ({ variant }) => variant);
  const architecturesOf = (variant: string) =>
    new Set(served.get(variant)?.map(({ architecture }) => architecture));
  expect(architecturesOf('gemm/naive')).toEqual(new Set(['sm_80', 'sm_90a']));
  expect(architecturesOf('gemm/wgmma')).toEqual(new Set(['sm_90a']));
});

test('a case of candidates is a job for each that has CUDA for its data type', async () => {
  const { operation, variants } = catalog.operations.get('gemm')!;
  const candidates = variants.filter(({ name }) => ['naive', 'wgmma', 'library'].includes(name));
  const problem = operation.parseProblem('m=67,n=64,k=64');
  const named = async (dataType: DataType) => {
    const cases = [{ operation, problem, dataType, candidates }];
    const jobs = await listKernelJobs(catalog.root, cases, ['sm_90a']);
    return jobs.map((job) => [job.variant, job.dataType]);
  };
  expect(await named('f32')).toEqual([['gemm/naive', 'f32']]);
  expect(await named('f16')).toEqual([
    ['gemm/naive', 'f16'],
    ['gemm/wgmma', 'f16'],
  ]);
});

test('an operation that is not there is named', () => {
  const strange = { ...suite, entries: [{ operation: 'fft', dataTypes: [], problems: [] }] };
  expect(() => kernelCasesOf(catalog, strange)).toThrow("'fft'");
});

test.each(['sm80', 'compute_80', 'sm_90A', ''])("'%s' is no architecture", (name) => {
  expect(() => checkArchitectures(['sm_80', name])).toThrow(`'${name}' is not an architecture`);
});
