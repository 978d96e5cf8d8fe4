import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { findSettings } from '../../src/variables/find-settings.ts';

describe('findSettings', () => {
  it('names file and line of what sets a steering variable', async () => {
    const root = await temporaryFolder();
    const home = join(root, 'home/ada');
    const bashrc = await writeText(
      join(home, '.bashrc'),
      '# export LD_LIBRARY_PATH=/no\nexport PATH=/x\n  export LD_LIBRARY_PATH=/usr/local/cuda/lib64:$LD_LIBRARY_PATH\n',
    );
    const fish = await writeText(
      join(home, '.config/fish/config.fish'),
      'set -gx CUDA_HOME /opt/cuda\n',
    );
    const profile = await writeText(
      join(root, 'etc/profile.d/cuda.sh'),
      'CUDA_HOME=/usr/local/cuda\n',
    );
    const script = await writeText(
      join(root, 'env/etc/conda/activate.d/cuda.sh'),
      'export CUDA_PATH="$CONDA_PREFIX"\n',
    );
    const places = { env: {}, home, systemRoot: root, workingFolder: root, ownFolder: root };
    expect(
      findSettings(places, [join(root, 'env')]).map(({ variable, file, line }) => [
        variable,
        file,
        line,
      ]),
    ).toEqual([
      ['LD_LIBRARY_PATH', bashrc, 3],
      ['CUDA_HOME', fish, 1],
      ['CUDA_HOME', profile, 1],
      ['CUDA_PATH', script, 1],
    ]);
  });
});
