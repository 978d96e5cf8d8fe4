import { loadCatalog } from '@stackbench/kernels';
import { expect, test } from 'vitest';
import { checkArchitectures, listKernelJobs } from '../../src/cuda/kernel-builds.ts';

const catalog = await loadCatalog();
const suite = catalog.suites.get('quick')!;

test('each distinct source is one job for each architecture that serves its variant', async () => {
  const jobs = await listKernelJobs(catalog, suite, ['sm_80', 'sm_90a']);
  const keys = jobs.map(({ variant, text, architecture }) => `${variant} ${architecture}\n${text}`);
  expect(new Set(keys).size).toBe(jobs.length);
  const served = Map.groupBy(jobs, ({ variant }) => variant);
  const architecturesOf = (variant: string) =>
    new Set(served.get(variant)?.map(({ architecture }) => architecture));
  expect(architecturesOf('gemm/naive')).toEqual(new Set(['sm_80', 'sm_90a']));
  expect(architecturesOf('gemm/wgmma')).toEqual(new Set(['sm_90a']));
});

test('an operation that is not there is named', async () => {
  const strange = { ...suite, entries: [{ operation: 'fft', dataTypes: [], problems: [] }] };
  await expect(listKernelJobs(catalog, strange, ['sm_80'])).rejects.toThrow("'fft'");
});

test.each(['sm80', 'compute_80', 'sm_90A', ''])("'%s' is no architecture", (name) => {
  expect(() => checkArchitectures(['sm_80', name])).toThrow(`'${name}' is not an architecture`);
});
