import { join } from 'node:path';
import { TimeoutError } from '@stackbench/model';
import { expect, it } from 'vitest';
import { temporaryFolder, writeTool } from '../../../workers/test/support/fake-tree.ts';
import { runCompiler } from '../../src/build/nvcc.ts';

it.skipIf(process.platform === 'win32')(
  'a compiler that does not answer in the time that it has is told from one that fails',
  async () => {
    const folder = await temporaryFolder();
    const hung = await writeTool(join(folder, 'nvcc'), "trap '' TERM; sleep 100");
    const failing = await writeTool(join(folder, 'g++'), 'echo "a.cu(1): error: no" >&2; exit 2');
    const waited = runCompiler(hung, [], { timeoutMs: 300 });
    await expect(waited).rejects.toBeInstanceOf(TimeoutError);
    await expect(waited).rejects.toThrow(`The compiler ${hung} did not answer within 0.3 s.`);
    await expect(runCompiler(failing, [], { timeoutMs: 60_000 })).rejects.not.toBeInstanceOf(
      TimeoutError,
    );
  },
);
