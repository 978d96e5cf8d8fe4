// @module-tag machine
import { expect, test } from 'vitest';
import { makeFolder } from '../start-bench.ts';
import { planFleet, simulateFleet, type Step } from './simulate-fleet.ts';

test('10,000 shards of 64 stacks are planned in 5 s', async () => {
  const size = { shards: 10_000, stacks: 64, outcomes: 1_000_000, rounds: 1 };
  const { matrix, step } = await planFleet(size);
  expect(matrix.shards).toHaveLength(10_000);
  expect(matrix.cases.length * matrix.stacks.length).toBe(1_000_000);
  expect(step.processorMs).toBeLessThan(5000);
}, 120_000);

/** A thirtieth of a million: `node packages/cli/scripts/simulate-fleet.ts` takes all. */
test('32,000 outcomes of 50 shards are gathered and published in seconds, and little memory', async () => {
  const folder = await makeFolder();
  const steps: Step[] = [];
  const size = { shards: 50, stacks: 64, outcomes: 32_000, rounds: 10 };
  for await (const step of simulateFleet({ folder, ...size })) steps.push(step);
  expect(steps.map(({ step }) => step)).toEqual(['plan', 'fleet gather', 'publish']);
  const [, gather, publish] = steps;
  expect(gather!.processorMs + publish!.processorMs).toBeLessThan(12_000);
  expect(publish!.residentBytes).toBeLessThan(2 ** 29);
}, 240_000);
