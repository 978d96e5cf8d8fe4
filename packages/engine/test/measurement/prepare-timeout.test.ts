import { defaultTunables } from '@stackbench/model';
import { expect, test } from 'vitest';
import { listCases } from '../../src/index.ts';
import { prepareTimeoutMs } from '../../src/measurement/prepare-timeout.ts';
import { fakeCatalog } from '../fake/fake-stack.ts';

const tunables = {
  ...defaultTunables,
  prepareTimeoutMs: 60_000,
  slowestTransferBytesPerMs: 10_000,
};

function timeoutMsOf(problem: string) {
  const catalog = fakeCatalog({ naive: {} }, [problem]);
  return prepareTimeoutMs(tunables, listCases(catalog, catalog.suites.get('tiny')!)[0]!);
}

test('a case of a gigabyte is given minutes to be filled, a small one no more than before', () => {
  expect(timeoutMsOf('m=10,n=10,k=10')).toBe(60_000);
  const bytes = (512 * 500_000 + 500_000 * 8 + 512 * 8) * 4;
  expect(timeoutMsOf('m=512,n=8,k=500000')).toBe(60_000 + Math.floor(bytes / 10_000));
});
