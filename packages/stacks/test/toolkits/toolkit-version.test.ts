import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { readToolkitVersion } from '../../src/toolkits/toolkit-version.ts';

describe('readToolkitVersion', () => {
  it('believes version.json, then headers, then the runtime, then the name', async () => {
    const prefix = join(await temporaryFolder(), 'cuda-11.1');
    expect(readToolkitVersion(prefix, null)).toBe('11.1');
    expect(readToolkitVersion(prefix, '11.2.152')).toBe('11.2');
    await writeText(join(prefix, 'include/cuda_runtime_api.h'), '#define CUDART_VERSION 11030\n');
    expect(readToolkitVersion(prefix, '11.2.152')).toBe('11.3');
    await writeText(join(prefix, 'version.json'), '{"cuda":{"version":"11.4.2"}}');
    expect(readToolkitVersion(prefix, '11.2.152')).toBe('11.4');
  });

  it('is null where nothing tells', async () => {
    const prefix = await temporaryFolder();
    await writeText(join(prefix, 'version.json'), '{"cuda":');
    expect(readToolkitVersion(prefix, null)).toBeNull();
  });
});
