import { expect, test } from 'vitest';
import { listCases } from '../../src/index.ts';
import { orderLaunch } from '../../src/run/order-launch.ts';
import { fakeCatalog } from '../fake/fake-stack.ts';

test('small problems come first, and best stays behind the variants of its problem', () => {
  const catalog = fakeCatalog({ naive: {}, tiled: {} }, ['m=16,n=16,k=16', 'm=8,n=8,k=8']);
  const ordered = orderLaunch(listCases(catalog, catalog.suites.get('tiny')!));
  expect(ordered.map(({ record }) => `${record.variant} ${record.problem}`)).toEqual([
    'naive m=8,n=8,k=8',
    'tiled m=8,n=8,k=8',
    'best m=8,n=8,k=8',
    'naive m=16,n=16,k=16',
    'tiled m=16,n=16,k=16',
    'best m=16,n=16,k=16',
  ]);
});
