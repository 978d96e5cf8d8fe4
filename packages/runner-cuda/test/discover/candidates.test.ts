import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCandidates, findMisnamed } from '../../src/discover/candidates.ts';
import { ownMarker } from '@stackbench/stacks';
import { temporaryFolder, writeText, writeTool } from '../../../workers/test/support/fake-tree.ts';

/** A machine with nothing on it. */
async function emptyMachine() {
  const root = await temporaryFolder();
  return {
    root,
    options: {
      env: {},
      home: join(root, 'home/someone'),
      systemRoot: root,
      workingFolder: join(root, 'project'),
      ownFolder: join(root, 'cache/environments'),
    },
  };
}

/** What makes folders environments: conda's records, a venv's file, an interpreter. */
const marks = [
  'home/someone/miniforge3/envs/ml/conda-meta/history',
  'opt/miniconda3/conda-meta/history',
  'cache/environments/cuda-12.9/cuda-12.9/conda-meta/history',
  'project/.venv/pyvenv.cfg',
  'home/someone/.pyenv/versions/3.12.1/bin/python',
];

/** What marks environments of stackbench's own, which are conda's or a toolkit by itself. */
const own = ['cuda-13.0', 'cuda-12.9'].map((setup) => ({
  setup,
  setupDigest: 'aa',
  kind: 'toolkit',
  tool: 'uv',
  toolVersion: '0.13.9',
  prefix: setup,
  locks: [],
  lockDigest: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  completedAt: '2026-01-01T00:01:00.000Z',
}));

describe('where toolkits are looked for', () => {
  it.each([
    ['usr/local/cuda-12.4/bin/nvcc', '/usr/local'],
    ['opt/cuda/bin/nvcc', '/opt/cuda'],
    ['opt/nvidia/hpc_sdk/Linux_x86_64/25.1/cuda/12.6/bin/nvcc', 'HPC SDK'],
    ['home/someone/miniforge3/envs/ml/bin/nvcc', 'conda environment'],
    ['opt/miniconda3/bin/nvcc', 'conda environment'],
    ['cache/environments/cuda-12.9/cuda-12.9/bin/nvcc', 'conda environment'],
    ['project/.venv/lib/python3.13/site-packages/nvidia/cu13/bin/nvcc', 'pip packages'],
    ['home/someone/.local/lib/python3.11/site-packages/nvidia/cu13/bin/nvcc', 'pip packages'],
    [
      'home/someone/.pyenv/versions/3.12.1/lib/python3.12/site-packages/nvidia/cu13/bin/nvcc',
      'pip packages',
    ],
    ['usr/lib/python3/dist-packages/nvidia/cu13/bin/nvcc', 'pip packages'],
    [
      'home/someone/miniforge3/envs/ml/lib/python3.12/site-packages/nvidia/cu13/bin/nvcc',
      'pip packages',
    ],
    [
      'cache/environments/cuda-13.0/cuda-13.0/nvidia/cu13/bin/nvcc',
      "stackbench's own environments",
    ],
  ])('%s', async (path, foundBy) => {
    const { root, options } = await emptyMachine();
    for (const mark of marks) await writeTool(join(root, mark));
    for (const record of own) {
      const folder = join(options.ownFolder, record.setup);
      await writeText(join(folder, ownMarker), JSON.stringify(record));
    }
    const nvcc = await writeTool(join(root, path));
    expect(findCandidates(options)).toEqual([{ nvcc, foundBy }]);
  });

  it('finds none on a machine without', async () => {
    const { options } = await emptyMachine();
    expect(findCandidates(options)).toEqual([]);
  });

  it('follows variables and PATH, every entry of it', async () => {
    const { root, options } = await emptyMachine();
    const [first, second, named] = await Promise.all(
      ['a', 'b', 'named/bin'].map((folder) => writeTool(join(root, folder, 'nvcc'))),
    );
    const env = { PATH: `${join(root, 'a')}::${join(root, 'b')}`, CUDA_HOME: join(root, 'named') };
    expect(findCandidates({ ...options, env })).toEqual([
      { nvcc: named, foundBy: 'CUDA_HOME' },
      { nvcc: first, foundBy: 'PATH' },
      { nvcc: second, foundBy: 'PATH' },
    ]);
  });

  it('counts a toolkit once, whatever links lead to it', async () => {
    const { root, options } = await emptyMachine();
    const nvcc = await writeTool(join(root, 'usr/local/cuda-13.0/bin/nvcc'));
    await symlink('cuda-13.0', join(root, 'usr/local/cuda'));
    await mkdir(join(root, 'usr/bin'), { recursive: true });
    await symlink(relative(join(root, 'usr/bin'), nvcc), join(root, 'usr/bin/nvcc'));
    expect(findCandidates(options)).toEqual([{ nvcc, foundBy: '/usr/local' }]);
  });

  it('reads the environments that conda has listed', async () => {
    const { root, options } = await emptyMachine();
    const nvcc = await writeTool(join(root, 'far/away/bin/nvcc'));
    await mkdir(join(root, 'far/away/conda-meta'));
    await mkdir(join(options.home, '.conda'), { recursive: true });
    await writeFile(
      join(options.home, '.conda/environments.txt'),
      `\n${join(root, 'far/away')}\n/gone\n`,
    );
    expect(findCandidates(options)).toEqual([{ nvcc, foundBy: 'conda environment' }]);
  });

  it('does not take a folder or a plain file for a compiler', async () => {
    const { root, options } = await emptyMachine();
    await mkdir(join(root, 'usr/local/cuda-13.0/bin/nvcc'), { recursive: true });
    await mkdir(join(root, 'opt/cuda/bin'), { recursive: true });
    await writeFile(join(root, 'opt/cuda/bin/nvcc'), '');
    expect(findCandidates(options)).toEqual([]);
  });

  it('tells of a variable that leads nowhere', async () => {
    const { options } = await emptyMachine();
    const env = { CUDA_HOME: '/gone', CUDA_PATH: '' };
    expect(findMisnamed({ ...options, env })).toEqual([{ variable: 'CUDA_HOME', folder: '/gone' }]);
  });
});
