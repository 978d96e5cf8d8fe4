import { type HostMonitor, openGpuMonitor } from '@stackbench/stacks';
import { expect, test } from 'vitest';
import { fakeSmi } from '../../../stacks/test/support/fake-smi.ts';
import { fakeStack, runFake } from '../fake/fake-stack.ts';

const calm = ['1980', '2619', '612.31', '61', '0x4'];
const hot = ['1215', '2619', '480.00', '91', '0x20'];
/** Stands for a GPU; its conditions come from a FAKE nvidia-smi. */
const gpu = { ...fakeStack, software: false, facts: { vendor: 'nvidia' } };

async function run(answers: readonly (readonly string[])[], pids: readonly number[] = []) {
  const variables = await fakeSmi(580, answers, pids);
  const { outcomes } = await runFake({
    kernels: { naive: {} },
    stacks: [gpu],
    tunables: { coolDownMs: 1 },
    openMonitor: (stack) => openGpuMonitor(stack, variables),
  });
  return outcomes;
}

test('what was measured while nothing disturbed it keeps its conditions', async () => {
  const [outcome, ...others] = await run([calm]);
  expect(others).toEqual([]);
  expect(outcome).toMatchObject({
    status: 'ok',
    conditions: { before: { smClockMhz: 1980 }, after: { powerW: 612.31 } },
  });
});

test('a throttled case is measured again, and counts when the GPU has cooled', async () => {
  const [outcome] = await run([calm, hot, calm, calm]);
  expect(outcome).toMatchObject({ status: 'ok', conditions: { after: { temperatureC: 61 } } });
});

test('a case that stays throttled has no number, and says how hot it was', async () => {
  const [outcome] = await run([calm, hot]);
  expect(outcome).toMatchObject({
    status: 'throttled',
    reason: expect.stringContaining('91 °C, 1215 MHz') as string,
    programDigest: expect.any(String) as string,
  });
  expect(outcome).not.toHaveProperty('kernelNs');
});

test('a case beside a process of others is contended', async () => {
  expect((await run([calm], [4_000_001]))[0]).toMatchObject({ status: 'contended' });
});

test('of a stack on the CPU the host is read, and no GPU', async () => {
  const variables = await fakeSmi(580, [hot]);
  const { outcomes } = await runFake({
    kernels: { naive: {} },
    openMonitor: (stack) => openGpuMonitor(stack, variables),
  });
  expect(outcomes[0]).toMatchObject({ status: 'ok', host: { load: expect.any(Number) as number } });
  expect(outcomes[0]).not.toHaveProperty('conditions');
});

/** Stands for control groups that hold it back for so long each time that a case is measured. */
function limited(...throttledMs: readonly number[]): HostMonitor {
  const left = [...throttledMs];
  return {
    watch: () => () => ({
      load: 1,
      clockMhz: 3000,
      quotaCpus: 1,
      throttledNs: (left.shift() ?? throttledMs.at(-1) ?? 0) * 1e6,
    }),
  };
}

test('a case that a limit of processor time held back is measured again at once, and else is throttled', async () => {
  const [recovered, held] = await Promise.all(
    [limited(500, 0), limited(500)].map(async (hostMonitor) => {
      const { outcomes } = await runFake({ kernels: { naive: {} }, hostMonitor });
      return outcomes[0];
    }),
  );
  expect(recovered).toMatchObject({ status: 'ok', host: { quotaCpus: 1 } });
  expect(held).toMatchObject({
    status: 'throttled',
    reason: expect.stringContaining('1 processors (cgroup) held it back for 500 ms') as string,
  });
});
