import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  temporaryFolder,
  writeLink,
  writeText,
  writeTool,
} from '../../../workers/test/support/fake-tree.ts';
import type { PythonEnvironment } from '../../src/python/python-environment.ts';
import { findToolkitLayers, type ToolkitPlaces } from '../../src/toolkits/find-toolkit-layers.ts';

async function makePlaces(over: Partial<ToolkitPlaces> = {}): Promise<ToolkitPlaces> {
  const root = await temporaryFolder();
  return {
    env: { STACKBENCH_CACHE: join(root, 'cache') },
    home: join(root, 'home'),
    systemRoot: root,
    workingFolder: root,
    ownFolder: join(root, 'cache/environments'),
    environments: [],
    cache: [],
    ...over,
  };
}

function makeEnvironment(prefix: string, kind: PythonEnvironment['kind']): PythonEnvironment {
  return { kind, name: 'ml', prefix, interpreter: null, foundBy: 'test', venv: null };
}

describe('findToolkitLayers', () => {
  it('finds a toolkit once, by all the ways that lead to it, and tells its libraries', async () => {
    const places = await makePlaces();
    const prefix = join(places.systemRoot!, 'usr/local/cuda-12.4');
    const real = await writeText(join(prefix, 'lib64/libcudart.so.12.4.127'));
    await writeLink(join(prefix, 'lib64/libcudart.so.12'), 'libcudart.so.12.4.127');
    await writeLink(join(prefix, 'lib64/libcudart.so'), 'libcudart.so.12');
    await writeTool(join(prefix, 'bin/nvcc'));
    await writeText(join(prefix, 'include/cuda_runtime_api.h'), '#define CUDART_VERSION  12040\n');
    await writeLink(join(places.systemRoot!, 'usr/local/cuda'), 'cuda-12.4');
    const env = { ...places.env, CUDA_HOME: join(places.systemRoot!, 'usr/local/cuda') };
    const cache = [{ name: 'libcudart.so.12', file: join(prefix, 'lib64/libcudart.so.12') }];
    const found = findToolkitLayers({ ...places, env, cache });
    expect(found).toMatchObject([
      {
        prefix,
        version: '12.4',
        foundBy: ['CUDA_HOME', '/usr/local', 'ld.so.cache'],
        kind: 'system',
        nvcc: { file: join(prefix, 'bin/nvcc') },
        hasHeaders: true,
        isLinkable: true,
        libraries: { cudart: { version: '12.4.127' } },
      },
    ]);
    expect(real).toContain(prefix);
  });

  it('finds libraries without nvcc by LD_LIBRARY_PATH', async () => {
    const places = await makePlaces();
    const folder = join(places.systemRoot!, 'opt/runtime/lib64');
    await writeText(join(folder, 'libcublas.so.12'));
    const [found] = findToolkitLayers({
      ...places,
      env: { ...places.env, LD_LIBRARY_PATH: `:${folder}` },
    });
    expect(found).toMatchObject({
      prefix: join(places.systemRoot!, 'opt/runtime'),
      foundBy: ['LD_LIBRARY_PATH'],
      nvcc: null,
      hasHeaders: false,
    });
  });

  it('finds the toolkits of the HPC SDK with their libraries of mathematics beside', async () => {
    const places = await makePlaces();
    const sdk = join(places.systemRoot!, 'opt/nvidia/hpc_sdk/Linux_x86_64/24.5');
    await writeText(join(sdk, 'cuda/12.4/lib64/libcudart.so.12'));
    await writeText(join(sdk, 'math_libs/12.4/lib64/libcublas.so.12.4.5'));
    const [found] = findToolkitLayers(places);
    expect(found).toMatchObject({
      foundBy: ['HPC SDK'],
      libraries: { cudart: {}, cublas: { version: '12.4.5' } },
    });
  });

  it('finds what conda and pip have put into environments, with the version of the package', async () => {
    const places = await makePlaces();
    const conda = join(places.systemRoot!, 'envs/conda');
    const venv = join(places.systemRoot!, 'envs/venv');
    await writeText(join(conda, 'lib/libcudart.so.11.7.99'));
    const site = join(venv, 'lib/python3.13/site-packages');
    await writeText(join(site, 'nvidia/cudnn/lib/libcudnn.so.9'));
    const record = join(site, 'nvidia_cudnn_cu13-9.26.0.51.dist-info/RECORD');
    await writeText(record, 'nvidia/cudnn/lib/libcudnn.so.9,sha256=x,1\n');
    const environments = [makeEnvironment(conda, 'conda'), makeEnvironment(venv, 'venv')];
    const found = findToolkitLayers({ ...places, environments });
    expect(found).toMatchObject([
      { prefix: conda, version: '11.7', foundBy: ['conda packages'], kind: 'environment' },
      {
        prefix: join(site, 'nvidia'),
        foundBy: ['pip packages'],
        libraries: { cudnn: { version: '9.26.0.51' } },
      },
    ]);
  });

  it('takes a folder of pip’s packages that a variable names for the toolkit that it is part of', async () => {
    const places = await makePlaces();
    const venv = join(places.systemRoot!, 'envs/venv');
    const prefix = join(venv, 'lib/python3.13/site-packages/nvidia');
    await writeText(join(prefix, 'cu13/lib/libcudart.so.13'));
    await writeText(join(prefix, 'cudnn/lib/libcudnn.so.9'));
    await writeTool(join(prefix, 'cu13/bin/nvcc'));
    const found = findToolkitLayers({
      ...places,
      env: {
        ...places.env,
        CUDA_HOME: join(prefix, 'cu13'),
        LD_LIBRARY_PATH: join(prefix, 'cudnn/lib'),
      },
      environments: [makeEnvironment(venv, 'venv')],
    });
    expect(found).toMatchObject([
      {
        prefix,
        foundBy: ['CUDA_HOME', 'LD_LIBRARY_PATH', 'pip packages'],
        kind: 'environment',
        nvcc: { file: join(prefix, 'cu13/bin/nvcc') },
        libraries: { cudart: {}, cudnn: {} },
      },
    ]);
  });

  it('takes a folder with libraries of other kinds for no toolkit', async () => {
    const places = await makePlaces();
    await writeText(join(places.systemRoot!, 'usr/local/cuda-9/lib64/libnccl.so.2'));
    expect(findToolkitLayers(places)).toEqual([]);
  });
});
