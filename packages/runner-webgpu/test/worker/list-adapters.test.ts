import { expect, test } from 'vitest';
import { parseAdapters } from '../../src/worker/list-adapters.ts';

test('what dawn.node says of its adapters is read', () => {
  const said = `no suitable backends found
Available adapters:
 * backend: 'd3d12', name: 'NVIDIA RTX A2000'
 * backend: 'vulkan', name: 'Somebody's GPU'
`;
  expect(parseAdapters(said)).toEqual([
    { backend: 'd3d12', name: 'NVIDIA RTX A2000' },
    { backend: 'vulkan', name: "Somebody's GPU" },
  ]);
  expect(parseAdapters('nothing of the kind')).toEqual([]);
});
