import { expect, test } from 'vitest';
import { summarizeRun } from '../../src/analysis/summary.ts';
import { failedOutcome, makeRun, measuredOutcome } from '../make-run.ts';

const id = 'gemm/naive:m=1,n=1,k=1;f32';
const stack = 'webgpu:dawn/gpu';

/** One summary: of the only case on the only stack, a launch for each throughput. */
function summaryOf(gflops: readonly number[], spread?: number) {
  const [summary] = summarizeRun(
    makeRun(
      gflops.map((speed, round) =>
        measuredOutcome(stack, id, speed, { round, ...(spread === undefined ? {} : { spread }) }),
      ),
    ),
  );
  if (summary === undefined) throw new Error('no summary');
  return summary;
}

test('throughput follows from the median of the medians of the launches', () => {
  const { measured } = summaryOf([10, 40, 20]);
  expect(measured?.kernelNs).toBeCloseTo(1e9 / 20, 3);
  expect(measured?.rate.perSecond).toBeCloseTo(20e9, -3);
});

test('the interval is over launches from six on; below there is none, but a spread within a launch', () => {
  const six = summaryOf([10, 11, 12, 10, 11, 12]).measured;
  expect(six?.interval).not.toBeNull();
  expect(six?.spread).toBeGreaterThan(0);
  const run = makeRun([
    measuredOutcome(stack, id, 10, { round: 0, spread: 0.001 }),
    measuredOutcome(stack, id, 10, { round: 1, spread: 0.3 }),
  ]);
  const two = summarizeRun(run)[0]?.measured;
  expect(two?.interval).toBeNull();
  // Of the least steady launch.
  expect(two?.spread).toBeGreaterThan(0.05);
});

test('few samples have not even a spread', () => {
  const run = makeRun([measuredOutcome(stack, id, 10, { samples: 3 })]);
  expect(summarizeRun(run)[0]?.measured).toMatchObject({ interval: null, spread: null });
});

test('a time that no device can take is a wrong result and has no throughput', () => {
  for (const kernelNs of [1e-300, 1e200]) {
    const outcome = { ...measuredOutcome(stack, id, 10), kernelNs: [kernelNs, 100] };
    const [summary] = summarizeRun(makeRun([outcome]));
    expect(summary).toMatchObject({ status: 'wrong-result', measured: null });
    expect(summary?.failures[0]?.reason).toContain('no device can take');
  }
  // The other way to an infinite throughput: work that no case has.
  const run = makeRun([measuredOutcome(stack, id, 10)]);
  const cases = run.header.cases.map((record) => ({ ...record, flops: 1e308 }));
  const [summary] = summarizeRun({ ...run, header: { ...run.header, cases } });
  expect(summary?.measured).toBeNull();
});

test('a case that was wrong in one round has no throughput at all', () => {
  const run = makeRun([
    measuredOutcome(stack, id, 10, { round: 0 }),
    failedOutcome(stack, id, 'wrong-result', 'NaN', 1),
  ]);
  expect(summarizeRun(run)[0]).toMatchObject({ status: 'wrong-result', measured: null });
});

test('a case that crashed in one round keeps the numbers of the others and the failure', () => {
  const run = makeRun([
    measuredOutcome(stack, id, 10, { round: 0 }),
    failedOutcome(stack, id, 'crash', 'device lost', 1),
  ]);
  const [summary] = summarizeRun(run);
  expect(summary).toMatchObject({ status: 'ok', failures: [{ reason: 'device lost' }] });
  expect(summary?.measured?.launches).toBe(1);
});

test('a case without an outcome was not run', () => {
  const run = makeRun([measuredOutcome(stack, id, 10)]);
  const cut = { ...run, outcomes: [], footer: null };
  expect(summarizeRun(cut)[0]).toMatchObject({ status: 'not-run', measured: null });
});

test('a round that was broken off is no failure of what others measured', () => {
  const broken = failedOutcome(stack, id, 'interrupted', 'The run was interrupted.', 1);
  const [measured] = summarizeRun(makeRun([measuredOutcome(stack, id, 10), broken]));
  expect(measured).toMatchObject({ status: 'ok', failures: [] });
  const [nothing] = summarizeRun(makeRun([broken]));
  expect(nothing?.status).toBe('interrupted');
});
