// @module-tag machine
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Outcome } from '@stackbench/model';
import type { WorkerCommand } from '@stackbench/workers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCases, type RunOptions } from '../../../runner-cuda/test/support/run-cases.ts';
import { cpuStack } from '../support/direct-stack.ts';
import { systemPython } from '../support/environments.ts';

const id = 'gemm/library:m=61,n=67,k=33;f32';
const worker = join(import.meta.dirname, '../../worker');
const { python, missing } = systemPython;

/** The outcome of a product on torch, started by a changed command. */
async function run(
  change: (command: WorkerCommand) => WorkerCommand,
  onEvent?: RunOptions['onEvent'],
): Promise<Outcome> {
  const { stack, driver } = cpuStack(python);
  const changed = { stack, driver: { ...driver, command: change(driver.command) } };
  const tunables = { minDeviceMs: 500, maxDeviceMs: 2000 };
  const [outcome] = await runCases(changed, [id], { tunables, ...(onEvent && { onEvent }) });
  return outcome!;
}

describe('what torch computes on a CPU in the timed samples', { timeout: 120_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-planted-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Starts a copy of the worker that calls `product` in place of torch's. */
  async function plant(product: string): Promise<(command: WorkerCommand) => WorkerCommand> {
    const copy = await mkdtemp(join(folder, 'worker-'));
    await cp(worker, copy, { recursive: true });
    const file = join(copy, 'stackbench_worker/pytorch/operations/gemm.py');
    const text = await readFile(file, 'utf8');
    const own = 'def matmul(a, b):\n    return torch.matmul(a, b)\n';
    expect(text).toContain(own);
    await writeFile(file, text.replace(own, product));
    const moved = (arg: string) => (arg === worker ? copy : arg);
    return (command) => ({ ...command, args: command.args.map(moved) });
  }

  it.for([
    [
      'leaves a product out from the tenth call on',
      'CALLS = []\n\n\ndef matmul(a, b):\n    CALLS.append(0)\n    k = a.shape[1] - (len(CALLS) > 9)\n    return torch.matmul(a[:, :k], b[:k])\n',
    ],
    [
      'adds to what it has returned from the tenth call on',
      'SUMS = []\n\n\ndef matmul(a, b):\n    SUMS.append(torch.matmul(a, b))\n    return SUMS[-1] if len(SUMS) < 10 else SUMS[-1] + SUMS[-2]\n',
    ],
  ] as const)('is told of a library that %s', async ([, product], { skip }) => {
    skip(missing !== null, missing ?? '');
    expect(await run(await plant(product))).toMatchObject({
      status: 'wrong-result',
      reason: expect.stringMatching(/^Right at first, and wrong in what was timed\. Random gate/),
    });
  });

  it('counts no sample in which the process was stopped', async ({ skip }) => {
    skip(missing !== null || process.platform === 'win32', missing ?? 'Windows stops no process.');
    const pidFile = join(folder, 'pid');
    let stopped: Promise<void> | undefined;
    const outcome = await run(
      ({ file, args, ...rest }) => ({
        ...rest,
        file: 'bash',
        args: ['-c', `echo $$ > '${pidFile}'; exec "$0" "$@"`, file, ...args],
      }),
      (event) => {
        if (event.type === 'phase' && event.phase === 'sample') stopped = stopFor(pidFile, 2000);
      },
    );
    await stopped;
    if (outcome.status !== 'ok') throw new Error(JSON.stringify(outcome));
    expect(outcome.dropped).toBeGreaterThan(0);
    const { kernelNs, repetitions } = outcome;
    expect(Math.max(...kernelNs) * repetitions).toBeLessThan(1e9);
  });
});

/** Stops the process whose number a file has, 100 ms from now and for so long. */
async function stopFor(pidFile: string, durationMs: number): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8'));
  await setTimeout(100);
  process.kill(pid, 'SIGSTOP');
  await setTimeout(durationMs);
  process.kill(pid, 'SIGCONT');
}
