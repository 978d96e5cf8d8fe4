import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findSystemPackage,
  openPackages,
  packagesAround,
  readOwner,
} from '../../src/owners/find-package.ts';
import { findExecutable } from '../../src/find-executable.ts';

const prefix = mkdtempSync(join(tmpdir(), 'stackbench-packages-'));
afterAll(() => rmSync(prefix, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(prefix, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

describe('openPackages', () => {
  const site = 'lib/python3.13/site-packages';
  beforeAll(() => {
    const record = `${site}/nvidia_cudnn_cu13-9.26.0.51.dist-info`;
    write(`${record}/RECORD`, 'nvidia/cudnn/lib/libcudnn.so.9,sha256=x,133336\n');
    write(`${record}/INSTALLER`, 'uv');
    // conda's packages bring such a folder, too, with a record of its own.
    write(`${site}/torch-1.13.1.dist-info/RECORD`, 'torch/lib/libtorch_cuda.so,,\n');
    write(`${site}/torch-1.13.1.dist-info/INSTALLER`, 'conda\n');
    const meta = { files: ['lib/libcudart.so.11.7.99', `${site}/torch/lib/libtorch_cuda.so`] };
    write('conda-meta/cuda-cudart-11.7.99-0.json', JSON.stringify(meta));
  });

  it('knows pip’s files by its RECORD', () => {
    expect(openPackages(prefix)(join(prefix, site, 'nvidia/cudnn/lib/libcudnn.so.9'))).toEqual({
      manager: 'pip',
      name: 'nvidia-cudnn-cu13',
      version: '9.26.0.51',
    });
  });

  it('knows conda’s files by conda-meta, and leaves them to conda', () => {
    const find = openPackages(prefix);
    const cudart = { manager: 'conda', name: 'cuda-cudart', version: '11.7.99' };
    expect(find(join(prefix, 'lib/libcudart.so.11.7.99'))).toEqual(cudart);
    expect(find(join(prefix, site, 'torch/lib/libtorch_cuda.so'))).toEqual(cudart);
  });

  it('does not know what nobody installed, nor what lies elsewhere', () => {
    const find = openPackages(prefix);
    expect(find(join(prefix, 'lib/libcudart.so.11'))).toBeNull();
    expect(find('/nvidia/cudnn/lib/libcudnn.so.9')).toBeNull();
  });
});

describe('packagesAround', () => {
  it('is the folder of pip’s packages', () => {
    expect(packagesAround('/x/13.0/nvidia/cudnn/lib/libcudnn.so.9')).toBe('/x/13.0');
    expect(packagesAround('/usr/lib/libcudnn.so.9')).toBeNull();
  });
});

describe('readOwner', () => {
  it.each([
    ['libcudart12:amd64: /usr/lib/x86_64-linux-gnu/libcudart.so.12\n', 'libcudart12'],
    ['libstdc++6: /usr/lib/libstdc++.so.6\n', 'libstdc++6'],
    ['libcuda1:amd64, libcuda1:i386: /usr/lib/libcuda.so\n', 'libcuda1'],
    ['diversion by other from: /usr/lib/libcuda.so\nlibcuda1: /usr/lib/libcuda.so\n', 'libcuda1'],
    ['local diversion to: /usr/lib/libcuda.so.old\n', null],
  ])('finds in %j the package %s', (text, name) => {
    expect(readOwner(text)).toBe(name);
  });
});

describe('findSystemPackage', () => {
  const dpkg = findExecutable(['dpkg-query'], process.env);

  it.skipIf(dpkg === null)('asks dpkg, by either name of the merged folders', async () => {
    const options = { timeoutMs: 10_000 };
    const found = await findSystemPackage('/usr/bin/dpkg-query', process.env, options);
    expect(found).toMatchObject({ manager: 'dpkg', name: 'dpkg' });
    expect(await findSystemPackage(join(prefix, 'stray'), process.env, options)).toBeNull();
  });
});
