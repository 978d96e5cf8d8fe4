import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, writeText } from '../../workers/test/support/fake-tree.ts';
import { readElf } from '../src/loader/elf.ts';
import { readStart, readText } from '../src/read-text.ts';

test('a text is read, and one that is not there is null', async () => {
  const folder = await temporaryFolder();
  const file = await writeText(join(folder, 'text'), 'Zeile\n');
  expect(readText(file)).toBe('Zeile\n');
  expect(readStart(file, 2)).toBe('Ze');
  expect(readText(join(folder, 'absent'))).toBeNull();
  expect(readText(folder)).toBeNull();
});

test.skipIf(process.platform === 'win32')(
  'pipes and devices, at which one would wait for ever, are as good as absent',
  async () => {
    const pipe = join(await temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const file of [pipe, '/dev/zero']) {
      expect(readText(file)).toBeNull();
      expect(readStart(file, 10)).toBeNull();
      expect(readElf(file)).toBeNull();
    }
  },
);
