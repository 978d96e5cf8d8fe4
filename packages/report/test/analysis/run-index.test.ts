import { expect, test } from 'vitest';
import { indexRun, outcomesOf } from '../../src/analysis/run-index.ts';
import { failedOutcome, measuredOutcome } from '../make-run.ts';
import { gemmCase, madeRun, madeStack } from '../publish/make-publication.ts';

const record = gemmCase('naive', 64, 'f32');
const stack = madeStack('webgpu:dawn/vulkan');

test('outcomes stand in the order of rounds, and of one round the last counts', () => {
  const [second, first] = [1, 0].map((round) => measuredOutcome(stack.id, record.id, 1, { round }));
  const interrupted = failedOutcome(stack.id, record.id, 'interrupted', 'it was stopped');
  const outcomes = [second!, interrupted, first!];
  const index = indexRun(madeRun({ stacks: [stack], cases: [record], outcomes }));
  expect(outcomesOf(index, stack.id, record.id)).toEqual([first, second]);
  expect(outcomesOf(index, stack.id, 'another')).toEqual([]);
});

test('a run is looked up once', () => {
  const run = madeRun({ stacks: [stack], cases: [record], outcomes: [] });
  const index = indexRun(run);
  expect(indexRun(run)).toBe(index);
  expect(indexRun(index.run)).toBe(index);
});
