import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { compileKernel } from '../../src/build/compile-kernel.ts';
import { runCompiler } from '../../src/build/nvcc.ts';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';
import { missingToolkit, realTools } from '../support/toolkits.ts';

const [tools] = realTools;
const architecture = 'sm_80';
const text = 'extern "C" __global__ void kernel(float* a) { a[0] = 1; }';
/** Before a source: stops its build where the poison can be seen. */
const refusal = '#if __has_include(<poison.h>)\n#error poisoned\n#endif\n';

beforeEach(({ skip }) => skip(missingToolkit !== null, missingToolkit ?? ''));
afterEach(() => vi.unstubAllEnvs());

/** A folder with a header and a library that no build is to meet. */
async function poison(): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'poison.h'), '');
  await writeFile(join(folder, 'libpoison.a'), '!<arch>\n');
  return folder;
}

it.each(['CPATH', 'CPLUS_INCLUDE_PATH', 'INCLUDES', 'SYSTEM_INCLUDES'])(
  '%s does not reach the build of a kernel',
  async (variable) => {
    const folder = await poison();
    vi.stubEnv(variable, variable.endsWith('S') ? `-I${folder}` : folder);
    const cache = await temporaryFolder();
    const built = await compileKernel(tools!, { text: `${refusal}${text}`, architecture }, cache);
    expect(built.cached).toBe(false);
  },
);

async function compiledBytes(): Promise<Buffer> {
  const { path } = await compileKernel(tools!, { text, architecture }, await temporaryFolder());
  return readFile(path);
}

it.each(['PTXAS_FLAGS', 'NVCC_APPEND_FLAGS', 'NVCC_PREPEND_FLAGS', 'CUDAFE_FLAGS'])(
  '%s changes nothing of a kernel',
  async (variable) => {
    const plain = await compiledBytes();
    vi.stubEnv(variable, variable === 'PTXAS_FLAGS' ? '-O0' : '--no-such-flag');
    expect((await compiledBytes()).equals(plain)).toBe(true);
  },
);

it.each(['CPATH', 'CPLUS_INCLUDE_PATH', 'LIBRARY_PATH'])(
  '%s does not reach the build of a worker',
  async (variable) => {
    vi.stubEnv(variable, await poison());
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'main.cpp'), `${refusal}int main() {}`);
    const build = (...args: string[]) =>
      runCompiler(tools!.hostCompiler.file, ['main.cpp', '-o', 'main', ...args], { cwd: folder });
    expect(await build()).toBe('');
    await expect(build('-lpoison')).rejects.toThrow('-lpoison');
  },
);
