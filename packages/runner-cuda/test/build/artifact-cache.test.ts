import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { provideArtifact } from '../../src/build/artifact-cache.ts';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';

/** A recipe that counts how often it is followed. */
function recipe(key: readonly unknown[], text = 'made') {
  const counted = {
    builds: 0,
    key,
    outputs: ['out'],
    build: async (folder: string) => {
      counted.builds++;
      await delay(20);
      await writeFile(join(folder, 'out'), text);
      return 'the log';
    },
  };
  return counted;
}

describe('the cache of builds', () => {
  it('builds once, and hands the same out again with its log and the time it took', async () => {
    const cache = await temporaryFolder();
    const once = recipe(['a', { flags: [1] }]);
    const first = await provideArtifact(cache, once);
    const second = await provideArtifact(cache, once);
    expect(once.builds).toBe(1);
    expect(first).toMatchObject({ cached: false, log: 'the log' });
    expect(second).toEqual({ ...first, cached: true });
    expect(second.buildNs).toBeGreaterThan(10e6);
  });

  it('builds again when anything in the key differs', async () => {
    const cache = await temporaryFolder();
    const folders = new Set<string>();
    for (const key of [
      ['text', 'sm_80'],
      ['text', 'sm_90'],
      ['text2', 'sm_80'],
    ]) {
      const made = await provideArtifact(cache, recipe(key));
      expect(made.cached).toBe(false);
      folders.add(made.folder);
    }
    expect(folders.size).toBe(3);
  });

  it.each([
    ['truncated', (folder: string) => truncate(join(folder, 'out'), 2)],
    ['changed', (folder: string) => writeFile(join(folder, 'out'), 'mode')],
    ['without its manifest', (folder: string) => truncate(join(folder, 'manifest.json'), 9)],
    [
      'with a manifest of nonsense',
      (folder: string) => writeFile(join(folder, 'manifest.json'), '{}'),
    ],
  ])('rebuilds an entry that is %s', async (_, damage) => {
    const cache = await temporaryFolder();
    const twice = recipe(['a']);
    const { folder } = await provideArtifact(cache, twice);
    await damage(folder);
    const repaired = await provideArtifact(cache, twice);
    expect(repaired).toMatchObject({ cached: false, folder });
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe('made');
    expect(await provideArtifact(cache, twice)).toMatchObject({ cached: true });
  });

  it('leaves nothing behind when a build fails', async () => {
    const cache = await temporaryFolder();
    const failing = { ...recipe(['a']), build: () => Promise.reject(new Error('no')) };
    await expect(provideArtifact(cache, failing)).rejects.toThrow('no');
    expect(await readdir(cache)).toEqual([]);
  });

  it('serves builds of the same at the same time', async () => {
    const cache = await temporaryFolder();
    const made = await Promise.all(
      Array.from({ length: 5 }, () => provideArtifact(cache, recipe(['a']))),
    );
    expect(new Set(made.map(({ folder }) => folder)).size).toBe(1);
    expect(await readdir(cache)).toHaveLength(1);
  });
});
