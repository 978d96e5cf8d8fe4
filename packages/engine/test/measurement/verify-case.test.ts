import type { Demand, Gate, Operation, Problem } from '@stackbench/model';
import { expect, test } from 'vitest';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';
import { executeRun, planRun } from '../../src/index.ts';
import { fakeCatalog, fakeDriver, fakeStack, quickTunables } from '../fake/fake-stack.ts';

/** The same of `d` as of the output that is there already. */
function both({ fill, expectations }: Demand): Demand {
  return {
    fill,
    expectations: expectations.flatMap((each) => ['c', 'd'].map((output) => ({ ...each, output }))),
  };
}

/** gemm with its output twice, of which every gate expects the same. */
function twice(operation: Operation): Operation {
  return {
    ...operation,
    tensors: (problem: Problem) => {
      const { inputs, outputs } = operation.tensors(problem);
      return { inputs, outputs: [...outputs, { ...outputs[0]!, name: 'd' }] };
    },
    gates: operation.gates.map((gate): Gate => ({
      ...gate,
      demand: (...asked) => both(gate.demand(...asked)),
    })),
  };
}

async function runTwice(kernel: FakeKernel) {
  const kernels = { naive: kernel };
  const catalog = fakeCatalog(kernels);
  const { operation, variants } = catalog.operations.get('gemm')!;
  const plan = planRun({
    catalog: {
      ...catalog,
      operations: new Map([['gemm', { operation: twice(operation), variants }]]),
    },
    stacks: [{ stack: fakeStack, driver: fakeDriver(kernels) }],
    suite: 'tiny',
    cases: ['gemm/naive'],
    rounds: 1,
    tunables: quickTunables,
  });
  const [outcome] = await executeRun(plan, {});
  return outcome;
}

test('every output is judged by every gate', async () => {
  expect(await runTwice({})).toMatchObject({
    status: 'ok',
    verification: {
      gates: [
        { gate: 'exact', output: 'c', passed: true },
        { gate: 'exact', output: 'd', passed: true },
        { gate: 'random', output: 'c', passed: true },
        { gate: 'random', output: 'd', passed: true },
        { gate: 'random', output: 'c', passed: true, timed: true },
        { gate: 'random', output: 'd', passed: true, timed: true },
      ],
    },
  });
});

test('the output that is wrong is named, though the one before is right', async () => {
  expect(await runTwice({ wrong: 'one-element' })).toMatchObject({
    status: 'wrong-result',
    reason: expect.stringMatching(/^Exact gate, d: element 60/),
    verification: {
      gates: [
        { gate: 'exact', output: 'c', passed: true },
        { gate: 'exact', output: 'd', passed: false, wrong: 1 },
      ],
    },
  });
});
