// @module-tag machine
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseFromId, executeRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { defaultTunables, type Outcome } from '@stackbench/model';
import { kernelsRoot } from '@stackbench/programs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildProgram } from '../src/build-program.ts';
import {
  buildForwardingDriver,
  type DriverFaults,
  throughDriver,
} from './support/forwarding-driver.ts';
import { dawnCommand, skipped, software } from './support/software.ts';
import { startClient } from './support/worker-client.ts';

function timeOf(outcome: Outcome | undefined): number {
  if (outcome?.status !== 'ok') throw new Error(JSON.stringify(outcome));
  return Math.min(...outcome.kernelNs);
}

/** A real driver with the faults of others, on real implementations of WebGPU. */
describe.skipIf(!software.ok)(`faults of a driver${skipped}`, () => {
  let folder: string;
  let missing: string | null = null;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-driver-'));
    missing = await buildForwardingDriver(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(({ skip }) => skip(missing !== null, missing ?? ''));

  async function runOn(faults: DriverFaults): Promise<Outcome | undefined> {
    const command = throughDriver(dawnCommand(), folder, faults);
    const worker = await startClient(command);
    const { facts } = (await worker.must({ do: 'describe' })) as { facts: Record<string, never> };
    await worker.end();
    const stack = {
      id: 'webgpu:test/forwarding',
      kind: 'webgpu',
      software: true,
      native: false,
      available: true,
      facts,
    };
    const driver = {
      command,
      program: (request: Parameters<typeof buildProgram>[2]) =>
        buildProgram(kernelsRoot, stack, request),
    };
    const [outcome] = await executeRun({
      suite: 'test',
      cases: [caseFromId(await loadCatalog(), 'gemm/naive:m=128,n=128,k=64;f32')],
      stacks: [{ stack, driver }],
      rounds: 1,
      tunables: { ...defaultTunables, minDeviceMs: 20, maxDeviceMs: 500, caseBudgetMs: 1e6 },
    });
    return outcome;
  }

  test('without one, times are those of its own clock', async () => {
    expect(await runOn({})).toMatchObject({ status: 'ok', timedBy: 'device' });
  });

  test.each([
    ['a begin that reads 0', { FORWARD_NO_BEGIN: '1' }],
    ['ticks declared ten times as long as they are', { FORWARD_PERIOD: '10' }],
    ['ticks declared a tenth as long as they are', { FORWARD_PERIOD: '0.1' }],
  ])("%s: the host's clock is used, says so, and tells about the same", async (_, faults) => {
    const right = timeOf(await runOn({}));
    const outcome = await runOn(faults);
    expect(outcome).toMatchObject({ timedBy: 'host', clockProblem: expect.any(String) as string });
    // Other work of this machine comes between.
    expect(timeOf(outcome) / right).toBeGreaterThan(0.3);
    expect(timeOf(outcome) / right).toBeLessThan(3.5);
  });

  test('kernels that it does not run are wrong', async () => {
    expect(await runOn({ FORWARD_NO_DISPATCH: '1' })).toMatchObject({ status: 'wrong-result' });
  });
});
