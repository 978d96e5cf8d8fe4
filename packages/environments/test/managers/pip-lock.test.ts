import { expect, test } from 'vitest';
import { namesInLock, writePipLock } from '../../src/managers/pip-lock.ts';

const report = (...install: unknown[]) => JSON.stringify({ version: '1', install });
const alpha = {
  metadata: { name: 'alpha', version: '1.0' },
  download_info: { url: 'https://x/alpha.whl', archive_info: { hashes: { sha256: 'aa' } } },
};

test("pip's report becomes requirements with hashes, under the setup's own indexes", () => {
  const direct = {
    metadata: { name: 'beta', version: '2' },
    is_direct: true,
    download_info: { url: 'https://x/beta.whl', archive_info: {} },
  };
  const lock = writePipLock(
    report(direct, alpha),
    '--extra-index-url https://y\nalpha\n  -f wheels\n',
  );
  expect(lock).toBe(
    '--extra-index-url https://y\n  -f wheels\nalpha==1.0 --hash=sha256:aa\nbeta @ https://x/beta.whl\n',
  );
  expect([...namesInLock(lock)]).toEqual([
    ['alpha', null],
    ['beta', null],
  ]);
});

test('a report that makes no sense is said', () => {
  expect(() => writePipLock('no JSON', '')).toThrow("pip's report makes no sense");
});
