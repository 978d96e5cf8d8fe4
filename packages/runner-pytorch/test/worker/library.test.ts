// @module-tag machine
// @module-tag matrix
import { loadCatalog } from '@stackbench/kernels';
import type { Outcome } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import { select, takesAll } from '../../../../kernels/test/support/matrix.ts';
import { conv2dSweep } from '../../../runner-cuda/test/conv2d-problems.ts';
import { gemmSweep } from '../../../runner-cuda/test/gemm-problems.ts';
import { complaints } from '../../../runner-cuda/test/support/emulation.ts';
import { runCases } from '../../../runner-cuda/test/support/run-cases.ts';
import { cpuStack } from '../support/direct-stack.ts';
import { condaPackage, systemPython, venv } from '../support/environments.ts';

const { operations } = await loadCatalog();
const longLists = [gemmSweep, conv2dSweep];
/** Of what has no longer list of its own. */
const edges = [...operations.values()]
  .filter(({ operation }) => longLists.every((list) => list.operation !== operation.name))
  .flatMap(({ operation: { name, edgeProblems } }) =>
    edgeProblems.map((problem) => `${name}/library:${problem}`),
  );

/** Every kind of problem in f32; in other types, which take the same ways, whole tiles and such as are cut off. */
const ids = (['f32', 'bf16', 'f16'] as const).flatMap((type) => [
  ...edges.map((id) => `${id};${type}`),
  ...longLists.flatMap((list) =>
    select(list.problems, (problem) => [
      ...list.sizesOf(problem),
      ...(type === 'f32' ? list.detailsOf(problem) : []),
    ]).map((problem) => `${list.operation}/library:${problem};${type}`),
  ),
]);
const countOf = (type: string) => ids.filter((id) => id.endsWith(`;${type}`)).length;

/**
 * torch 1.13 sums small products of bf16 in bf16 on the CPU, which the random gate finds. Newer ones
 * keep the sums in f32.
 */
const sumsInBf16 = /^gemm\/library:.*;bf16: wrong-result, Random gate/;

const cases = [
  { ...venv, known: /^$/ },
  { ...condaPackage, known: sumsInBf16 },
  { ...systemPython, known: sumsInBf16 },
];

describe.each(cases)(
  'torch in $name',
  { timeout: takesAll ? 3_600_000 : 240_000 },
  ({ python, missing, known }) => {
    it('computes exactly, in f32, bf16 and, where it can, f16', async ({ skip }) => {
      skip(missing !== null, missing ?? '');
      const stack = cpuStack(python);
      const outcomes = await runCases(stack, ids);
      expect(complaints(outcomes).filter((complaint) => !known.test(complaint))).toEqual([]);
      const done = outcomes.filter(({ status }) => status === 'ok');
      const ofType = (type: string) => done.filter(({ case: id }) => id.endsWith(`;${type}`));
      expect(ofType('f32')).toHaveLength(countOf('f32'));
      const wrong = outcomes.filter(({ status }) => status === 'wrong-result');
      expect(ofType('bf16').length + wrong.length).toBe(countOf('bf16'));
      expect(ofType('bf16').length).toBeGreaterThan(edges.length);
      // What a release cannot do it must say, with its own words.
      for (const refused of outcomes.filter(isUnsupported)) {
        expect(refused.reason).toMatch(/not implemented for 'Half'/);
      }
    });
  },
);

function isUnsupported(outcome: Outcome): outcome is Extract<Outcome, { reason: string }> {
  return outcome.status === 'unsupported';
}
