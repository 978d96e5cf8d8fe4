import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { describeState } from '../../src/trace/describe-state.ts';
import type { TraceRequest } from '../../src/trace/run-trace.ts';

const packages = 'env/lib/python3.13/site-packages';

describe('describeState', () => {
  let folder = '';
  let request: TraceRequest;
  const env = (name: string) => join(folder, 'env', name);
  const site = (name: string) => join(folder, packages, name);
  const state = (changes: Partial<TraceRequest> = {}) =>
    JSON.stringify(describeState({ ...request, ...changes }, folder));

  beforeEach(async () => {
    folder = await temporaryFolder();
    request = {
      interpreter: env('bin/python'),
      env: { PATH: '/a', HOME: folder, LD_LIBRARY_PATH: join(folder, 'toolkit/lib64') },
      framework: 'torch',
      loaderCache: join(folder, 'ld.so.cache'),
    };
    for (const file of [
      env('bin/python'),
      site('torch/__init__.py'),
      site('torch/lib/libtorch_cuda.so'),
      site('nvidia/cudnn/lib/libcudnn.so.9'),
      site('nvidia_cudnn_cu12-9.10.2.21.dist-info/RECORD'),
      join(folder, 'toolkit/lib64/libcudnn.so.9'),
      join(folder, 'ld.so.cache'),
      join(folder, 'proc/driver/nvidia/version'),
    ]) {
      await writeText(file, 'a');
    }
  });

  it('stays the same while nothing changes, and whatever a variable is that loads nothing', () => {
    expect(state()).toBe(state({ env: { ...request.env, PATH: '/b' } }));
  });

  it.for([
    ['another variable for the loader', { LD_LIBRARY_PATH: '/y' }],
    ['a variable that torch reads', { CUDA_MODULE_LOADING: 'EAGER' }],
    ['an element of its own for Python', { PYTHONPATH: '/z' }],
  ] as const)('changes with %s', ([, changes]) => {
    expect(state({ env: { ...request.env, ...changes } })).not.toBe(state());
  });

  it('changes with what is loaded before', () => {
    expect(state({ first: ['/x/libcudart.so.12'] })).not.toBe(state());
  });

  it.for<[string, string]>([
    ['its library is written over', `${packages}/nvidia/cudnn/lib/libcudnn.so.9`],
    ['a library gets a neighbour', `${packages}/nvidia/cudnn/lib/libcudnn_graph.so.9`],
    ['the framework is edited', `${packages}/torch/__init__.py`],
    ['a library of the framework is built anew', `${packages}/torch/lib/libtorch_cuda.so`],
    ['a package is installed', `${packages}/nvidia_cublas_cu12-12.8.4.1.dist-info/RECORD`],
    ['a conda package is installed', 'env/conda-meta/cuda-cudart-12.4.127-0.json'],
    ['a .pth file leads elsewhere', `${packages}/more.pth`],
    ['a library on LD_LIBRARY_PATH is written over', 'toolkit/lib64/libcudnn.so.9'],
    ["the loader's cache is written anew", 'ld.so.cache'],
    ['another driver is loaded', 'proc/driver/nvidia/version'],
  ])('changes when %s', async ([, file]) => {
    const before = state();
    await writeText(join(folder, file), 'changed');
    expect(state()).not.toBe(before);
  });

  it('changes with the packages of a base that the venv looks into, and of no other', async () => {
    const inBase = join(folder, packages.replace('env', 'base'), 'torch/__init__.py');
    const configuration = `home = ${folder}/base/bin\ninclude-system-site-packages = `;
    await writeText(inBase, 'a');
    await writeText(env('pyvenv.cfg'), `${configuration}false`);
    const alone = state();
    await writeText(inBase, 'changed');
    expect(state()).toBe(alone);
    await writeText(env('pyvenv.cfg'), `${configuration}true`);
    const sharing = state();
    await writeText(inBase, 'changed again');
    expect(state()).not.toBe(sharing);
  });

  it('changes with the packages in a folder that a .pth file names', async () => {
    const inShared = join(folder, 'shared/torch/__init__.py');
    await writeText(inShared, 'a');
    await writeText(site('shared.pth'), `# packages\nimport sys\n${folder}/shared\n`);
    const before = state();
    await writeText(inShared, 'changed');
    expect(state()).not.toBe(before);
  });
});
