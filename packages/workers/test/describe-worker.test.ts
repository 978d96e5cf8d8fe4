import { expect, test } from 'vitest';
import { describeWorker } from '../src/describe-worker.ts';
import { fakeCommand } from './fake/fake-command.ts';

const options = { timeoutMs: 10_000 };

test('a worker tells what it is', async () => {
  expect(await describeWorker(fakeCommand({ facts: { speed: 3 } }), options)).toMatchObject({
    ok: true,
    description: { facts: { adapter: 'fake', speed: 3 } },
  });
});

test('one that does not is a reason, with what it said apart', async () => {
  const crashing = fakeCommand({ fault: { at: 'describe', kind: 'crash' } });
  expect(await describeWorker(crashing, options)).toMatchObject({
    ok: false,
    reason: 'The worker was ended by SIGSEGV',
    said: 'assertion failed: boom',
  });
});

test('one that cannot be started is a reason', async () => {
  const command = { file: '/no/such/worker', args: [], replies: 'fd3' as const };
  expect(await describeWorker(command, options)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('cannot be started') as string,
  });
});
