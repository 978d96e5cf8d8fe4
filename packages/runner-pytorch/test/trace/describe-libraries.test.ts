import { join } from 'node:path';
import type { InstalledPackage, ServedLibrary } from '@stackbench/model';
import { expect, it } from 'vitest';
import { temporaryFolder, writeLink, writeText } from '../../../workers/test/support/fake-tree.ts';
import { describeLibraries } from '../../src/trace/describe-libraries.ts';
import type { TraceLine } from '../../src/trace/trace-lines.ts';

const site = '/envs/ml/lib/python3.13/site-packages';

function describe(
  files: Readonly<Record<string, readonly [file: string, says: string | null]>>,
  packages: Readonly<Record<string, InstalledPackage>> = {},
  env: Readonly<Record<string, string>> = {},
): Record<string, ServedLibrary> {
  const lines = Object.entries(files).map(([name, [file, version]]): TraceLine => ({
    fact: 'library',
    name,
    file,
    version,
    how: 'called',
  }));
  return describeLibraries(
    { lines, reasons: {}, failure: null, absentParts: [], isCutOff: false },
    {
      places: { own: ['/envs/ml'], others: [], toolkits: ['/usr/local/cuda-11.8'] },
      findPackage: (file) => packages[file] ?? null,
      env,
      cuda: '11.7',
      first: [],
    },
  );
}

it('tells cuBLAS’s own version where the cuBLASLt that it asks for it lies elsewhere', () => {
  const own = `${site}/nvidia/cublas/lib/libcublas.so.11`;
  const { cublas, cublasLt } = describe(
    {
      cublas: [own, '11.11.3'],
      cublasLt: ['/usr/local/cuda-11.8/lib64/libcublasLt.so.11.11.3', '11.11.3'],
    },
    { [own]: { manager: 'pip', name: 'nvidia-cublas-cu11', version: '11.10.3.66' } },
  );
  expect(cublas).toMatchObject({ owner: 'environment', version: '11.10.3.66' });
  expect(cublasLt).toMatchObject({ owner: 'toolkit', version: '11.11.3' });
});

it('takes torch’s version for that of no library that is packed into it', () => {
  const file = `${site}/torch/lib/libcublas-e409450e.so.11`;
  const torch: InstalledPackage = { manager: 'pip', name: 'torch', version: '1.13.1' };
  const { cublas } = describe({ cublas: [file, null] }, { [file]: torch });
  expect(cublas).toMatchObject({ package: torch, version: null });
});

it('knows a runtime that is packed into torch by the CUDA that torch was built for', () => {
  const file = `${site}/torch/lib/libcudart-e409450e.so.11.0`;
  const torch: InstalledPackage = { manager: 'pip', name: 'torch', version: '1.13.1' };
  expect(describe({ cudart: [file, null] }, { [file]: torch })['cudart']?.version).toBe('11.7');
  expect(describe({ cudart: ['/usr/lib/libcudart.so.11.0', null] }, {})['cudart']?.version).toBe(
    null,
  );
});

it('knows what LD_PRELOAD names, by a link to it, too', async () => {
  const folder = await temporaryFolder();
  const file = await writeText(join(folder, 'libcublas.so.12.4.5'));
  const link = await writeLink(join(folder, 'libcublas.so.12'), 'libcublas.so.12.4.5');
  const { cublas } = describe({ cublas: [file, '12.4.5'] }, {}, { LD_PRELOAD: `/x.so ${link}` });
  expect(cublas?.reason).toEqual({ kind: 'preload', from: 'LD_PRELOAD' });
});
