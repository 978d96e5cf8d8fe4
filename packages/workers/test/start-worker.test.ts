import { readdirSync, readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { descriptionSchema } from '@stackbench/model';
import { expect, test } from 'vitest';
import { startWorker } from '../src/start-worker.ts';
import type { FakeKernel } from './fake/behaviour.ts';
import { fakeCommand } from './fake/fake-command.ts';

type FaultKind = NonNullable<FakeKernel['fault']>['kind'];

/** A FAKE worker whose `describe` fails, all of its processes marked. */
function startMarked(kind?: FaultKind) {
  const mark = randomUUID();
  const fault = kind === undefined ? {} : { fault: { at: 'describe' as const, kind } };
  return { worker: startWorker(fakeCommand({ facts: { mark }, ...fault })), mark };
}

/** Found in /proc; none where that does not exist. */
function processesMarked(mark: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

const ask = (worker: ReturnType<typeof startWorker>, timeoutMs = 10_000, signal?: AbortSignal) =>
  worker.ask({ do: 'describe' }, descriptionSchema, { timeoutMs, signal });

test.skipIf(process.platform !== 'linux')(
  'a grandchild in its own session that holds the pipes is ended with the rest',
  async () => {
    const { worker, mark } = startMarked('orphan');
    const answer = await ask(worker, 1000);
    expect(answer).toMatchObject({ ok: false, status: 'timeout' });
    expect(processesMarked(mark).length).toBe(2);
    await worker.stop();
    expect(processesMarked(mark)).toEqual([]);
  },
);

test('a worker that obeys ends by itself, promptly', async () => {
  const { worker, mark } = startMarked();
  expect(await ask(worker)).toMatchObject({ ok: true, result: { protocol: 2 } });
  const start = performance.now();
  await worker.stop();
  expect(performance.now() - start).toBeLessThan(900);
  expect(processesMarked(mark)).toEqual([]);
  expect(await ask(worker)).toMatchObject({ ok: false, status: 'crash' });
});

test('a worker that ignores TERM is killed after its grace', async () => {
  const { worker, mark } = startMarked('hang');
  await ask(worker, 1000);
  const start = performance.now();
  await worker.stop();
  expect(performance.now() - start).toBeLessThan(3000);
  expect(processesMarked(mark)).toEqual([]);
});

test('an interrupt ends the wait at once', async () => {
  const { worker } = startMarked('hang');
  const interrupt = new AbortController();
  const answer = ask(worker, 60_000, interrupt.signal);
  await delay(300);
  const start = performance.now();
  interrupt.abort();
  expect(await answer).toMatchObject({ ok: false, status: 'interrupted' });
  expect(performance.now() - start).toBeLessThan(200);
  await worker.stop();
});

test('what a worker said last is bounded, and free of terminal escapes', async () => {
  const flood = startMarked('flood');
  const flooded = await ask(flood.worker);
  expect(flooded.ok ? '' : flooded.said).toMatch(/the last words$/);
  expect(flooded.ok ? 0 : flooded.said.length).toBeLessThan(5000);
  await flood.worker.stop();
  const crash = startMarked('crash');
  const crashed = await ask(crash.worker);
  expect(crashed).toMatchObject({ said: 'assertion failed: boom' });
  await crash.worker.stop();
});

test('arguments and environment reach no shell', async () => {
  const worker = startWorker({
    file: process.execPath,
    args: [
      '-e',
      'process.stdout.write(JSON.stringify({ok:true,result:process.argv[1]})+"\\n")',
      '; echo $(id)',
    ],
    env: { PATH: undefined },
    replies: 'stdout',
  });
  const answer = await ask(worker);
  expect(answer).toMatchObject({ ok: false, reason: expect.stringContaining('; echo $(id)') });
  await worker.stop();
});
