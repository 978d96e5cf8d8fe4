import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSource } from '../src/read-source.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'stackbench-sources-'));
  await Promise.all(
    Object.entries({
      'main.wgsl': 'first\n  //@include part.wgsl\nlast',
      'part.wgsl': 'inner\n//@include leaf.wgsl',
      'leaf.wgsl': 'leaf',
      'loop.wgsl': '//@include back.wgsl',
      'back.wgsl': '//@include loop.wgsl',
      'broken.wgsl': '//@include nowhere.wgsl',
    }).map(([name, text]) => writeFile(join(root, name), text)),
  );
});
afterAll(() => rm(root, { recursive: true }));

test('included lines stand in the place of the directive and keep their own origin', async () => {
  expect(await readSource(root, 'main.wgsl')).toEqual([
    { text: 'first', origin: 'main.wgsl:1' },
    { text: 'inner', origin: 'part.wgsl:1' },
    { text: 'leaf', origin: 'leaf.wgsl:1' },
    { text: 'last', origin: 'main.wgsl:3' },
  ]);
});

test('a file that is not there is named, with the one that wants it', async () => {
  await expect(readSource(root, 'broken.wgsl')).rejects.toThrow(
    'nowhere.wgsl, included by broken.wgsl, cannot be read',
  );
});

test('a file that includes itself is refused instead of read for ever', async () => {
  await expect(readSource(root, 'loop.wgsl')).rejects.toThrow('includes loop.wgsl, itself');
});
