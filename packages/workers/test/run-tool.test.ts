import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { reapTree } from '../src/kill-tree.ts';
import { runTool } from '../src/run-tool.ts';
import { temporaryFolder, writeText, writeTool } from './support/fake-tree.ts';
import { isAlive } from './support/processes.ts';

test('what a tool prints comes back, and its input and environment reach it', async () => {
  const args = ['-c', 'cat; echo "$GREETING" >&2; echo "${HOME-none}"'];
  const env = { GREETING: 'hello', PATH: process.env['PATH'] };
  expect(await runTool('sh', args, { timeoutMs: 5000, env, input: 'in\n' })).toEqual({
    ok: true,
    stdout: 'in\nnone',
    stderr: 'hello',
  });
});

test('each line is handed over as it is printed', async () => {
  const lines: string[] = [];
  let atFirst = '';
  const result = await runTool('sh', ['-c', 'echo one; sleep 0.3; echo two >&2; printf three'], {
    timeoutMs: 5000,
    onLine: (line) => {
      lines.push(line);
      if (line === 'one') atFirst = lines.join();
    },
  });
  expect(result).toMatchObject({ ok: true, stdout: 'one\nthree', stderr: 'two' });
  expect(atFirst).toBe('one');
  expect(lines.toSorted()).toEqual(['one', 'three', 'two']);
});

test('what a process that was killed had started under a name is found and ended', async () => {
  const folder = await temporaryFolder();
  const starter = join(folder, 'starter.ts');
  await writeText(
    starter,
    `import { runTool } from ${JSON.stringify(join(import.meta.dirname, '../src/run-tool.ts'))};
await runTool('sh', ['-c', 'echo $$ > tool.pid; exec sleep 60'], { timeoutMs: 60_000, tree: ${JSON.stringify(folder)} });`,
  );
  const child = spawn(process.execPath, [starter], { cwd: folder, stdio: 'ignore' });
  const pid = await vi.waitUntil(
    async () => readFile(join(folder, 'tool.pid'), 'utf8').catch(() => ''),
    {
      timeout: 20_000,
    },
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(Number(pid))).toBe(true);
  await reapTree(folder);
  expect(isAlive(Number(pid))).toBe(false);
});

test('arguments are never read as shell text', async () => {
  const folder = await temporaryFolder();
  const hostile = '$(touch pwned); touch pwned `touch pwned`\n-x';
  const result = await runTool('printf', ['%s', hostile], { timeoutMs: 5000, cwd: folder });
  expect(result).toMatchObject({ ok: true, stdout: hostile });
  await expect(readFile(join(folder, 'pwned'))).rejects.toThrow('ENOENT');
});

test.each([
  ['exit 3', /^ended with exit code 3$/],
  ['kill -SEGV $$', /^was ended by SIGSEGV$/],
])('%s is a reason, not an exception', async (script, reason) => {
  const result = await runTool('sh', ['-c', script], { timeoutMs: 5000 });
  expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason) as string });
});

test('a tool that is not there is a reason', async () => {
  const result = await runTool('/no/such/tool', [], { timeoutMs: 5000 });
  expect(result).toMatchObject({
    ok: false,
    reason: expect.stringContaining('cannot be started') as string,
  });
});

test('a tool that hangs and ignores TERM is ended with its children', async () => {
  const folder = await temporaryFolder();
  const pids = join(folder, 'pids');
  const tool = await writeTool(
    join(folder, 'tool'),
    `trap '' TERM; echo $$ >> ${pids}; sleep 100 & echo $! >> ${pids}; wait; sleep 100`,
  );
  const start = performance.now();
  expect(await runTool(tool, [], { timeoutMs: 300 })).toMatchObject({
    reason: 'did not answer within 0.3 s',
  });
  expect(performance.now() - start).toBeLessThan(4000);
  await delay(100);
  const all = (await readFile(pids, 'utf8')).trim().split('\n').map(Number);
  expect(all).toHaveLength(2);
  expect(all.filter(isAlive)).toEqual([]);
});

test.runIf(process.platform === 'linux').each([
  ['waited for', 'setsid sleep 100'],
  ['left behind', 'setsid sleep 100 & exit 0'],
])('a descendant in a session of its own, %s, does not outlive the timeout', async (_, script) => {
  const folder = await temporaryFolder();
  const mark = join(folder, 'pid');
  const tool = await writeTool(
    join(folder, 'tool'),
    script.replace('sleep', `sh -c 'echo $$ > ${mark}; exec sleep "$0"'`),
  );
  const start = performance.now();
  expect(await runTool(tool, [], { timeoutMs: 300 })).toMatchObject({ ok: false });
  expect(performance.now() - start).toBeLessThan(3000);
  await delay(100);
  expect(isAlive(Number(await readFile(mark, 'utf8')))).toBe(false);
});

test('an aborted signal ends it', async () => {
  const signal = AbortSignal.timeout(50);
  const result = await runTool('sleep', ['100'], { timeoutMs: 5000, signal });
  expect(result).toMatchObject({ ok: false, reason: 'was interrupted' });
});
