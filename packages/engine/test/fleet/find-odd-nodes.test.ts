import { expect, test } from 'vitest';
import { findOddNodes, type NodeEvidence } from '../../src/fleet/find-odd-nodes.ts';

function node(
  token: string,
  ns: number,
  more: Partial<NodeEvidence['machine']> = {},
  noise = 0.01,
): NodeEvidence {
  return {
    token,
    probeNs: [ns, ns * (1 + noise), ns * (1 - noise)],
    machine: {
      platform: 'linux',
      arch: 'x64',
      osVersion: '6.1',
      cpu: 'a processor',
      cpuCount: 2,
      memoryBytes: 2 ** 34,
      nvidiaDriver: '580.65.06',
      ...more,
    },
  };
}

test('nodes that differ as runs of one machine do are alike', () => {
  const nodes = [1, 1.02, 0.98, 1.03].map((factor, at) => node(`n${at}`, 1e6 * factor));
  expect(findOddNodes(nodes).size).toBe(0);
});

test('one that is slower, or faster, than the others is named', () => {
  const nodes = [1, 1.01, 1.4, 0.99, 0.7].map((factor, at) => node(`n${at}`, 1e6 * factor));
  expect([...findOddNodes(nodes)]).toEqual([
    ['n2', 'it takes 1.41× the time of the other 4 nodes for the probe'],
    ['n4', expect.stringMatching(/^it takes 0.69\d× the time/)],
  ]);
});

test('of two the slower is named', () => {
  const odd = findOddNodes([node('n0', 1e6), node('n1', 1.4e6)]);
  expect([...odd]).toEqual([['n1', 'it takes 1.4× the time of the other node for the probe']]);
});

test('where launches of a node scatter as much, a difference says nothing', () => {
  const nodes = [1, 1, 1.4].map((factor, at) => node(`n${at}`, 1e6 * factor, {}, 0.5));
  expect(findOddNodes(nodes).size).toBe(0);
});

test('another processor or driver than most have is named', () => {
  const nodes = [
    node('n0', 1e6),
    node('n1', 1e6),
    node('n2', 1e6, { cpu: 'another', nvidiaDriver: '570.86.10' }),
  ];
  expect([...findOddNodes(nodes)]).toEqual([
    [
      'n2',
      'its processor is another, and of most a processor; its NVIDIA driver is 570.86.10, and of most 580.65.06',
    ],
  ]);
});

test('a node whose probe failed is not judged by it', () => {
  const failed = { ...node('n2', 1e6), probeNs: [] };
  expect(findOddNodes([node('n0', 1e6), node('n1', 1e6), failed]).size).toBe(0);
});
