import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readElf } from '../src/loader/elf.ts';
import { readStart, readText } from '../src/read-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackbench-read-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a text is read, and one that is not there is null', async () => {
  await writeFile(join(folder, 'text'), 'Zeile\n');
  expect(readText(join(folder, 'text'))).toBe('Zeile\n');
  expect(readStart(join(folder, 'text'), 2)).toBe('Ze');
  expect(readText(join(folder, 'absent'))).toBeNull();
  expect(readText(folder)).toBeNull();
});

test.skipIf(process.platform === 'win32')(
  'pipes and devices, at which one would wait for ever, are as good as absent',
  () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const file of [pipe, '/dev/zero']) {
      expect(readText(file)).toBeNull();
      expect(readStart(file, 10)).toBeNull();
      expect(readElf(file)).toBeNull();
    }
  },
);
