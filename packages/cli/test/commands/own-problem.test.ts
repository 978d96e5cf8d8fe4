// @module-tag machine
import { expect, test } from 'vitest';
import { buildDocumentSchema } from '../../src/json/build-document.ts';
import { planDocumentSchema } from '../../src/json/run-document.ts';
import { bench } from '../start-bench.ts';

const filter = 'gemm/{naive,shared-tile}:n=64,m=67,k=64;f16';
const cases = ['gemm/naive:m=67,n=64,k=64;f16', 'gemm/shared-tile:m=67,n=64,k=64;f16'];

test(
  'a glob over variants on a problem of one’s own works in run, list and build alike',
  { timeout: 300_000 },
  async () => {
    const [list, run, build] = await Promise.all([
      bench('list', '--json', '--case', filter),
      bench('--dry-run', '--json', '--case', filter),
      bench('build', '--json', '--case', filter, '--arch', 'sm_80'),
    ]);
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(list.stdout)).toMatchObject({ suites: [], ownCases: cases });
    expect(run.code).toBe(0);
    const planned = JSON.parse(run.stdout) as { cases: { id: string }[] };
    expect(planDocumentSchema.parse(planned)).toEqual(planned);
    expect(planned.cases.map(({ id }) => id)).toEqual(cases);
    const document = JSON.parse(build.stdout) as {
      builds: { compiler: string | null; kernels: { variant: string; dataType: string }[] }[];
    };
    expect(buildDocumentSchema.parse(document)).toEqual(document);
    for (const { kernels } of document.builds.filter(({ compiler }) => compiler !== null)) {
      expect(kernels.map(({ variant, dataType }) => `${variant} ${dataType}`)).toEqual([
        'gemm/naive f16',
        'gemm/shared-tile f16',
      ]);
    }
  },
);

test('a whole id that no suite has is listed as well', async () => {
  const { code, stdout } = await bench('list', '--case', 'gemm/naive:m=96,n=96,k=96;f32');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Problems of your own\n {2}gemm {2}m=96,n=96,k=96 {2}f32\n {4}naive$/m);
});
