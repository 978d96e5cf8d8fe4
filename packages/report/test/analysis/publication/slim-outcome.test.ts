import { expect, test } from 'vitest';
import { digestRun, slimOutcome } from '../../../src/index.ts';
import { failedOutcome } from '../../make-run.ts';
import { gemmCase, launches, madeRun, madeStack } from '../../publish/make-publication.ts';

test('what is published of slim outcomes is what is published of whole ones', () => {
  const stacks = [madeStack('cuda:13.0'), madeStack('webgpu:dawn/nvidia-h200')];
  const cases = [gemmCase('naive', 256, 'f32'), gemmCase('library', 512, 'f32')];
  const [first, second] = cases;
  const run = madeRun({
    stacks,
    cases,
    outcomes: [
      ...stacks.flatMap(({ id }) => launches(id, first!, 1e12, 7, 23)),
      ...launches(stacks[0]!.id, second!, 2e12, 7, 6),
      failedOutcome(stacks[1]!.id, second!.id, 'crash', 'It fell.'),
    ],
  });
  const slim = { ...run, outcomes: run.outcomes.map(slimOutcome) };
  expect(JSON.stringify(slim).length).toBeLessThan(JSON.stringify(run).length);
  expect(digestRun('runs/a.jsonl', slim)).toEqual(digestRun('runs/a.jsonl', run));
});

test('that a gate failed is kept, and the greatest error', () => {
  const [outcome] = launches('cuda:13.0', gemmCase('naive', 256, 'f32'), 1e12, 1);
  if (outcome?.status !== 'ok') throw new Error('it is made to be measured');
  const [gate] = outcome.verification.gates;
  const failed = { ...gate!, passed: false, wrong: 1, relativeFrobenius: 0.5 };
  const doubtful = { ...outcome, verification: { gates: [gate!, failed, gate!] } };
  expect(slimOutcome(doubtful)).toMatchObject({
    verification: { gates: [{ passed: false, relativeFrobenius: 0.5 }] },
  });
});
