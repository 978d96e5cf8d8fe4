import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { findCompilesWith } from '../../src/trace/compiles-with.ts';
import { findOtherFramework } from '../../src/trace/other-frameworks.ts';
import { readPins } from '../../src/trace/pins.ts';

describe('findCompilesWith', () => {
  it('follows torch: CUDA_HOME, CUDA_PATH, nvcc on PATH, the usual folder', async () => {
    const folder = await temporaryFolder();
    await writeTool(join(folder, 'cuda-12.4/bin/nvcc'));
    const PATH = join(folder, 'cuda-12.4/bin');
    const usual = join(folder, 'usual');
    const of = (env: Record<string, string>) => findCompilesWith(env, usual);
    expect(of({ CUDA_HOME: '/h', CUDA_PATH: '/p', PATH })).toMatchObject({ foundBy: 'CUDA_HOME' });
    expect(of({ CUDA_HOME: '', CUDA_PATH: '/p', PATH })).toMatchObject({ foundBy: 'CUDA_PATH' });
    expect(of({ PATH })).toEqual({
      prefix: join(folder, 'cuda-12.4'),
      version: '12.4',
      foundBy: 'nvcc on PATH',
      hasNvcc: true,
    });
    expect(of({})).toBeNull();
    await writeText(join(usual, 'version.json'), '{"cuda":{"version":"13.0.1"}}');
    expect(of({})).toEqual({ prefix: usual, version: '13.0', foundBy: usual, hasNvcc: false });
  });
});

describe('findOtherFramework', () => {
  it('knows frameworks for CUDA by their files, and only those', async () => {
    const prefix = await temporaryFolder();
    const site = join(prefix, 'lib/python3.13/site-packages');
    expect(findOtherFramework({ prefix })).toBeNull();
    await writeText(join(site, 'onnxruntime/__init__.py'));
    expect(findOtherFramework({ prefix })).toBeNull();
    await writeText(join(site, 'nvidia/cudnn/lib/libcudnn.so.9'));
    expect(findOtherFramework({ prefix })).toEqual({ name: 'nvidia', version: null });
    await writeText(join(site, 'jax_plugins/xla_cuda12/__init__.py'));
    await writeText(join(site, 'jax-0.10.2.dist-info/METADATA'));
    expect(findOtherFramework({ prefix })).toEqual({ name: 'jax', version: '0.10.2' });
  });
});

describe('readPins', () => {
  it('reads the exact versions that torch was released with', async () => {
    const site = await temporaryFolder();
    const lines = [
      'Requires-Dist: filelock',
      'Requires-Dist: nvidia-cudnn-cu12==9.10.2.21; platform_system == "Linux"',
      'Requires-Dist: nvidia-nccl-cu12 (==2.14.3) ; platform_system == "Linux"',
      'Requires-Dist: nvidia-nvtx-cu12>=12',
    ];
    await writeText(join(site, 'torch-2.8.0.dist-info/METADATA'), lines.join('\n'));
    expect(readPins(site)).toEqual({
      'nvidia-cudnn-cu12': '9.10.2.21',
      'nvidia-nccl-cu12': '2.14.3',
    });
    expect(readPins(join(site, 'absent'))).toEqual({});
  });
});
