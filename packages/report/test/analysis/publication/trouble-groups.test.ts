import { expect, it } from 'vitest';
import { indexPublication } from '../../../src/analysis/publication/publication-index.ts';
import { groupTroubles } from '../../../src/analysis/publication/trouble-groups.ts';
import { failedOutcome } from '../../make-run.ts';
import { gemmCase, madeRun, madeStack, publicationOf } from '../../publish/make-publication.ts';

it('is one line for one cause, on whatever stacks, variants and sizes; what needs a person first', () => {
  const stacks = ['webgpu:a/x', 'webgpu:b/x'].map((id) => madeStack(id));
  const cases = ['naive', 'shared-tile'].map((variant) => gemmCase(variant, 512, 'f16'));
  const lacking = stacks.flatMap(({ id }) =>
    cases.map((record) =>
      failedOutcome(
        id,
        record.id,
        'skipped',
        `Predicted to need 5 s: ${record.variant} reached 1.`,
      ),
    ),
  );
  const crash = gemmCase('naive', 1024, 'f16');
  const outcomes = [...lacking, failedOutcome('webgpu:b/x', crash.id, 'crash', 'Signal 11.')];
  const made = madeRun({ stacks, cases: [...cases, crash], outcomes });
  const tried = indexPublication(publicationOf(made)).entries.filter(
    ({ result }) => result.status !== 'not-run',
  );
  expect(
    groupTroubles(tried).map(({ trouble, stacks: on, entries }) => [trouble, on, entries.length]),
  ).toEqual([
    ['crash', ['webgpu:b/x'], 1],
    ['skipped', ['webgpu:a/x', 'webgpu:b/x'], 4],
  ]);
});
