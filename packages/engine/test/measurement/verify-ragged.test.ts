import type { KernelVariant } from '@stackbench/model';
import { expect, test } from 'vitest';
import gemm from '../../../../kernels/gemm/operation.ts';
import { planRun } from '../../src/index.ts';
import { raggedCase } from '../../src/measurement/ragged-problem.ts';
import { fakeCatalog, fakeRunnable, runFake } from '../fake/fake-stack.ts';

const round = ['m=16,n=16,k=16', 'm=32,n=32,k=32'];
const edgeProblems = ['m=16,n=16,k=16', 'm=17,n=5,k=3', 'm=1,n=1,k=1'];

test('a kernel whose edge is wrong is never timed, not even on round sizes', async () => {
  const kernels = { edgy: { wrong: 'odd-edge' }, right: {} } as const;
  const { outcomes, events } = await runFake({ kernels, problems: round, edgeProblems });
  const edgy = outcomes.filter(({ case: id }) => id.includes('/edgy:'));
  expect(edgy).toHaveLength(2);
  for (const outcome of edgy) {
    expect(outcome).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(/^At m=17,n=5,k=3: Exact gate: /),
    });
  }
  expect(outcomes.filter(({ status }) => status === 'ok')).toHaveLength(2);
  // Once a build, not once a case.
  const phases = events.flatMap((event) => (event.type === 'phase' ? event.phase : []));
  expect(phases.filter((phase) => phase === 'verify')).toHaveLength(1 + 1 + 2);
});

test('what is told of a case after its ragged problem is that it is being built', async () => {
  const { events } = await runFake({
    kernels: { right: {} },
    problems: ['m=64,n=64,k=64'],
    edgeProblems,
  });
  const phases = events.flatMap((event) => (event.type === 'phase' ? event.phase : []));
  expect(phases.slice(0, 4)).toEqual(['build', 'verify', 'build', 'verify']);
});

test('a worker that is lost at the ragged problem costs the variant, not the launch', async () => {
  const kernels = { dies: { fault: { at: 'sample', kind: 'crash' } }, right: {} } as const;
  const { byVariant } = await runFake({ kernels, problems: round.slice(0, 1), edgeProblems });
  expect(byVariant['dies']).toMatchObject({
    status: 'crash',
    reason: expect.stringMatching(/^At m=17,n=5,k=3: /),
  });
  expect(byVariant['right']?.status).toBe('ok');
});

test('the most ragged problem of the same build is tried, and none where there is no own kernel', () => {
  const catalog = fakeCatalog({ naive: {} }, round, ['f32'], gemm.edgeProblems);
  const plan = planRun({
    catalog,
    stacks: [fakeRunnable],
    suite: 'tiny',
    cases: ['gemm/naive'],
    rounds: 1,
    tunables: {},
  });
  const [planned] = plan.cases;
  const [variant] = planned!.candidates;
  expect(raggedCase(planned!, variant!, {})?.record).toMatchObject({
    id: 'gemm/naive:m=127,n=129,k=31;f32',
    flops: 2 * 127 * 129 * 31,
  });
  const specialised = {
    ...variant!,
    plan: ((problem, dataType) => {
      const made = variant!.plan(problem, dataType);
      if ('unsupported' in made) return made;
      const constants = { EVEN: Number(problem['m']) % 2 };
      return { ...made, passes: made.passes.map((pass) => ({ ...pass, constants })) };
    }) satisfies KernelVariant['plan'],
  };
  expect(raggedCase(planned!, specialised, {})?.record.problem).toBe('m=130,n=67,k=259');
  const library = { ...variant!, plan: () => ({ passes: [], workspaces: [] }) };
  expect(raggedCase(planned!, library, {})).toBeNull();
});
