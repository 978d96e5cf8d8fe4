import type { Outcome } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';
import { runFake } from '../fake/fake-stack.ts';

async function run(kernel: FakeKernel, variant = 'naive'): Promise<Outcome | undefined> {
  const { byVariant } = await runFake({
    kernels: { naive: kernel },
    cases: [`gemm/${variant}:m=12,n=10,k=8;f32`],
    tunables: { minDeviceMs: 20, maxDeviceMs: 200 },
  });
  return byVariant[variant];
}

describe.concurrent('a kernel is wrong', { timeout: 30_000 }, () => {
  test('that computes nothing where an output is there already', async () => {
    const outcome = await run({ later: 'skips' });
    expect(outcome).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(/^Random gate: element/),
    });
  });

  test('that adds to what the output holds', async () => {
    expect(await run({ later: 'adds' })).toMatchObject({ status: 'wrong-result' });
  });

  test('that is right once and not in what is timed, which the outcome says', async () => {
    const outcome = await run({ later: 'forgets-an-element' });
    expect(outcome).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(
        /^Right at first, and wrong in what was timed. Random gate: .*NaN/,
      ),
      verification: {
        gates: [
          { gate: 'exact', passed: true },
          { gate: 'random', passed: true },
          { gate: 'random', passed: false, timed: true },
        ],
      },
    });
    expect(outcome).not.toHaveProperty('kernelNs');
  });

  test('as the best of all, after its own measurement', async () => {
    const outcome = await run({ later: 'forgets-an-element' }, 'best');
    expect(outcome).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(/^naive: Right at first/),
    });
  });

  test('that writes behind the end of its output', async () => {
    expect(await run({ overrunBytes: 4 })).toMatchObject({
      status: 'wrong-result',
      reason: "Exact gate: 4 bytes behind the end of 'c' were written",
    });
  });
});
