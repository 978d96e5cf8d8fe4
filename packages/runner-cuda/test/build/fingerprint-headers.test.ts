import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fingerprintHeaders } from '../../src/build/fingerprint-headers.ts';
import { temporaryFolder } from '../../../workers/test/support/fake-tree.ts';

test('headers that were replaced beside their nvcc are told from those before', async () => {
  const folder = await temporaryFolder();
  const header = join(folder, 'crt', 'mma.h');
  await mkdir(join(folder, 'crt'));
  await writeFile(header, 'older');
  await utimes(header, 1e9, 1e9);
  const before = fingerprintHeaders(folder);
  await writeFile(join(folder, 'README'), 'no header');
  expect(fingerprintHeaders(folder)).toBe(before);
  await writeFile(header, 'newer');
  expect(fingerprintHeaders(folder)).not.toBe(before);
});

test('a folder that is not there has no headers', async () => {
  const absent = join(await temporaryFolder(), 'absent');
  expect(fingerprintHeaders(absent)).toBe(fingerprintHeaders(`${absent}-too`));
});
