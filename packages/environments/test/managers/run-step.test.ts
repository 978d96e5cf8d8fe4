import process from 'node:process';
import { expect, test } from 'vitest';
import { runStep } from '../../src/managers/run-step.ts';

const step = (script: string) => ({
  purpose: 'do it',
  file: process.execPath,
  args: ['-e', script],
  env: process.env,
  signal: undefined,
});

test('a step that fails is told with the words of its tool', async () => {
  await expect(runStep(step('console.error("no such thing"); process.exit(3)'))).rejects.toThrow(
    /^Cannot do it: .*node.* ended with exit code 3\.\nno such thing$/,
  );
});

test('one that is interrupted has nothing that were to be mended', async () => {
  const interruption = new AbortController();
  const running = runStep({
    ...step('console.log("there"); setTimeout(() => {}, 60_000)'),
    signal: interruption.signal,
    onLine: () => interruption.abort(),
  });
  await expect(running).rejects.toMatchObject({
    message: 'Cannot do it: it was interrupted',
    fix: 'Run this again: packages that have arrived whole are kept.',
  });
});
