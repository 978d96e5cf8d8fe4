// @module-tag machine
import { loadCatalog } from '@stackbench/kernels';
import type { Outcome } from '@stackbench/model';
import { describe, expect, it } from 'vitest';
import { conv2dProblems } from '../../../runner-cuda/test/conv2d-problems.ts';
import { gemmProblems } from '../../../runner-cuda/test/gemm-problems.ts';
import { complaints } from '../../../runner-cuda/test/support/emulation.ts';
import { runCases } from '../../../runner-cuda/test/support/run-cases.ts';
import { cpuStack } from '../support/direct-stack.ts';
import { condaPackage, systemPython, venv } from '../support/environments.ts';

const { operations } = await loadCatalog();
/** Of what has no longer list of its own. */
const edges = [...operations.values()]
  .filter(({ operation: { name } }) => name !== 'gemm' && name !== 'conv2d')
  .flatMap(({ operation: { name, edgeProblems } }) =>
    edgeProblems.map((problem) => `${name}/library:${problem}`),
  );

const ids = (['f32', 'bf16', 'f16'] as const).flatMap((type) => [
  ...edges.map((id) => `${id};${type}`),
  ...gemmProblems.map((problem) => `gemm/library:${problem};${type}`),
  ...conv2dProblems.map((problem) => `conv2d/library:${problem};${type}`),
]);

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

describe.each(cases)('torch in $name', { timeout: 240_000 }, ({ python, missing, known }) => {
  it('computes every problem exactly, in f32, bf16 and, where it can, f16', async ({ skip }) => {
    skip(missing !== null, missing ?? '');
    const stack = cpuStack(python);
    const outcomes = await runCases(stack, ids);
    expect(complaints(outcomes).filter((complaint) => !known.test(complaint))).toEqual([]);
    const done = outcomes.filter(({ status }) => status === 'ok');
    const ofType = (type: string) => done.filter(({ case: id }) => id.endsWith(`;${type}`));
    expect(ofType('f32')).toHaveLength(ids.length / 3);
    const wrong = outcomes.filter(({ status }) => status === 'wrong-result');
    expect(ofType('bf16').length + wrong.length).toBe(ids.length / 3);
    expect(wrong.length).toBeLessThan(gemmProblems.length);
    // What a release cannot do it must say, with its own words.
    for (const refused of outcomes.filter(isUnsupported)) {
      expect(refused.reason).toMatch(/not implemented for 'Half'/);
    }
  });
});

function isUnsupported(outcome: Outcome): outcome is Extract<Outcome, { reason: string }> {
  return outcome.status === 'unsupported';
}
