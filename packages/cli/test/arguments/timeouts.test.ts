import { afterEach, expect, test, vi } from 'vitest';
import { parseOptions } from '../../src/arguments/parse-options.ts';
import { takeTimeouts, timeoutTunables } from '../../src/arguments/timeouts.ts';
import { runCommand } from '../../src/commands/run/command.ts';

afterEach(() => vi.unstubAllEnvs());

async function take(...args: string[]) {
  vi.stubEnv('STACKBENCH_TIMEOUT_START', '');
  vi.stubEnv('STACKBENCH_TIMEOUT_BUILD', '');
  vi.stubEnv('STACKBENCH_TIMEOUT_SAMPLE', '');
  takeTimeouts(await parseOptions('run', args, runCommand.options));
  return timeoutTunables();
}

test('each limit that is given sets its tunables, in milliseconds, and no other', async () => {
  expect(await take('--timeout-start=5', '--timeout-build=0.5', '--timeout-sample=9')).toEqual({
    startTimeoutMs: 5000,
    prepareTimeoutMs: 500,
    buildTimeoutMs: 500,
    sampleTimeoutMs: 9000,
  });
  expect(await take()).toEqual({});
});

test('a limit that is no time is refused, by its option', async () => {
  await expect(take('--timeout-sample', '0')).rejects.toMatchObject({
    message: expect.stringContaining("--timeout-sample cannot be '0'") as string,
    fix: expect.stringMatching(/^Give /) as string,
  });
});
