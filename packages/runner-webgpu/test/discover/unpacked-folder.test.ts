import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isWhole, recordWhole } from '../../src/discover/unpacked-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-unpacked-'));
  await mkdir(join(folder, 'lib'));
  await writeFile(join(folder, 'chromium'), 'x'.repeat(1000));
  await writeFile(join(folder, 'lib/libnss3.so'), 'y');
  await recordWhole(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is as it was unpacked is whole, whatever else lies beside', async () => {
  await writeFile(join(folder, 'debug.log'), '');
  expect(await isWhole(folder)).toBe(true);
});

test.each([
  ['a truncated file', () => truncate(join(folder, 'chromium'), 10)],
  ['a changed file', () => writeFile(join(folder, 'chromium'), 'z'.repeat(1000))],
  ['a file that is gone', () => rm(join(folder, 'lib/libnss3.so'))],
  ['an emptied folder', () => rm(folder, { recursive: true }).then(() => mkdir(folder))],
  ['a torn manifest', () => truncate(join(folder, '.unpacked.json'), 20)],
  ['no folder', () => rm(folder, { recursive: true })],
])('%s makes it damaged', async (_, spoil) => {
  await spoil();
  expect(await isWhole(folder)).toBe(false);
});
