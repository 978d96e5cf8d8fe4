import { expect, it } from 'vitest';
import type { MeasuredCase } from '../../src/measurement/measure-case.ts';
import { planRun } from '../../src/index.ts';
import { retryFallen } from '../../src/run/retry-fallen.ts';
import { fakeCatalog, fakeRunnable } from '../fake/fake-stack.ts';

const plan = planRun({
  catalog: fakeCatalog({ naive: {} }, ['m=64,n=64,k=64']),
  stacks: [fakeRunnable],
  suite: 'tiny',
  cases: ['gemm/naive'],
  rounds: 1,
});
const planned = plan.cases[0]!;
/** An eighth of the work, at an operation a nanosecond. */
const before = {
  variant: 'naive',
  problem: 'm=32,n=32,k=32',
  work: planned.record.flops / 8,
  repetitionNs: planned.record.flops / 8,
};

/** Measurements that take these many times as long for their work as the one before. */
async function measureAt(...times: number[]) {
  let taken = 0;
  const result = await retryFallen(planned, before, async () => {
    const kernelNs = [planned.record.flops * times[taken++]!];
    return { ok: true, measurement: { kernelNs } } as unknown as MeasuredCase;
  });
  if (!result.ok) throw new Error(result.reason);
  return { taken, measurement: result.measurement };
}

it('leaves alone what keeps up with its smaller neighbour', async () => {
  expect(await measureAt(4.9)).toMatchObject({ taken: 1 });
});

it('measures once more what falls behind by more than five times, and takes the faster', async () => {
  const { taken, measurement } = await measureAt(7, 1.1);
  expect(taken).toBe(2);
  expect(measurement).toEqual({ kernelNs: [planned.record.flops * 1.1] });
});

it('marks what falls behind again', async () => {
  const { measurement } = await measureAt(7, 6);
  expect(measurement.timesSlower).toBeCloseTo(6, 9);
});

it('knows nothing of a variant that measured no smaller problem', async () => {
  const larger = { ...before, work: planned.record.flops * 2 };
  for (const known of [undefined, larger]) {
    let taken = 0;
    await retryFallen(planned, known, async () => {
      taken++;
      return { ok: true, measurement: { kernelNs: [1e15] } } as unknown as MeasuredCase;
    });
    expect(taken).toBe(1);
  }
});
