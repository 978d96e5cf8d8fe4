import { expect, test } from 'vitest';
import { choosePlatform } from '../../src/bundle/platform.ts';
import { chooseCompression } from '../../src/bundle/write-archive.ts';

test('a bundle is for the machine that makes it', () => {
  expect(choosePlatform(undefined, 'linux-arm64').system).toBe('Linux aarch64');
  expect(() => choosePlatform('linux-arm64', 'linux-x64')).toThrow('cannot be made on linux-x64');
  expect(() => choosePlatform(undefined, 'darwin-arm64')).toThrow(
    'There are no bundles for darwin-arm64',
  );
});

test('the name of an archive says how it is compressed', () => {
  expect(chooseCompression('a.tar.gz')).toBe('.tar.gz');
  expect(() => chooseCompression('a.zip')).toThrow(
    'a.zip ends neither with .tar.zst nor with .tar.gz',
  );
});
