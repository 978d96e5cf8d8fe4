import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { bench, startBench } from './start-bench.ts';

describe('pnpm bench as a process', () => {
  test('--help names every command and the options of run', async () => {
    const { code, stdout, stderr } = await bench('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}run /m);
    expect(stdout).toMatch(/^ {2}list /m);
    expect(stdout).toContain('--resume FILE');
  });

  test('a command has its own help', async () => {
    const { code, stdout } = await bench('list', '--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--json');
    expect(stdout).not.toContain('--resume');
  });

  test('--version is that of the workspace', async () => {
    expect(await bench('--version')).toEqual({
      code: 0,
      stdout: `stackbench ${manifest.version}\n`,
      stderr: '',
    });
  });

  test.each([
    [['--siute', 'quick'], "Did you mean '--suite'?"],
    [['lits'], "Did you mean 'list'?"],
    [['--resume', '/nowhere.jsonl'], '/nowhere.jsonl cannot be read'],
    [['--color', 'red'], "--color cannot be 'red'"],
  ])('%j is bad usage, and stderr alone says so', async (args, words) => {
    const { code, stdout, stderr } = await bench(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/^stackbench: .*\n( {2}fix: .*\n)?$/);
  });

  test.each([
    [['--color', 'always'], { NO_COLOR: '1' }, true],
    [['--color', 'never'], { FORCE_COLOR: '1' }, false],
    [[], { FORCE_COLOR: '1' }, true],
    [[], { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    [[], {}, false],
  ])('with %j and %j colour is %j', async (args, env, colored) => {
    const { ended } = await startBench(['--resume', '/nowhere.jsonl', ...args], env);
    expect((await ended).stderr.includes('\u001b[')).toBe(colored);
  });

  test('a reader that goes away is no failure', async () => {
    const { child, ended } = await startBench(['--help']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});
