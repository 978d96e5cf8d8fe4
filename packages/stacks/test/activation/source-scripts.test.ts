import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { sourceScripts } from '../../src/activation/source-scripts.ts';
import { temporaryFolder, writeText } from '../../../workers/test/support/fake-tree.ts';
import { isAlive } from '../../../workers/test/support/processes.ts';

const env = { PATH: '/usr/bin:/bin', HOME: '/home/ada', SHLVL: '3', PWD: '/somewhere' };

async function source(scripts: readonly string[], timeoutMs = 10_000) {
  const folder = await temporaryFolder();
  const files = await Promise.all(
    scripts.map((text, at) => writeText(join(folder, `${at}.sh`), text)),
  );
  const start = performance.now();
  const sourced = await sourceScripts(files, { ...env, FOLDER: folder }, { timeoutMs });
  return { folder, sourced, tookMs: performance.now() - start };
}

test('without scripts nothing is started', async () => {
  expect(await sourceScripts([], env, { timeoutMs: 1 })).toEqual({ env, problem: null });
});

test('what a shell sets for itself is not told', async () => {
  const { sourced, folder } = await source(['export A=1; cd /']);
  expect(sourced).toEqual({ env: { ...env, FOLDER: folder, A: '1' }, problem: null });
});

test("the shell's own startup files are not read", async () => {
  const home = await temporaryFolder();
  await writeText(join(home, '.bashrc'), 'export RC=1');
  const script = await writeText(join(home, 'a.sh'), 'export A=1');
  // Of no shell yet: bash then takes itself for one behind a network connection.
  const before = { PATH: env.PATH, HOME: home, BASH_ENV: join(home, '.bashrc') };
  const { env: after } = await sourceScripts([script], before, { timeoutMs: 10_000 });
  expect(after).toEqual({ ...before, A: '1' });
});

test('a large environment comes back whole', async () => {
  const big = 'x'.repeat(60_000);
  const { sourced } = await source([
    `for i in 1 2 3 4 5; do export "BIG$i=${big}"; done; export LAST="}"`,
  ]);
  expect(sourced.env['BIG5']).toBe(big);
  expect(sourced.env['LAST']).toBe('}');
});

describe('scripts that fail leave the environment as it was, with a reason', () => {
  test.each([
    ['exit', 'echo "no license" >&2; exit 3', /0\.sh.*|exit code 3/],
    ['a shell that is killed', 'kill -KILL $$', /were ended by SIGKILL in .*0\.sh/],
    ['exec', 'exec true', /ended the shell with exit code 0/],
    ['set -e', 'export A=1; set -e; false; export B=1', /exit code 1/],
  ])('%s', async (_, script, reason) => {
    const { sourced, folder } = await source([script]);
    expect(sourced.env).toEqual({ ...env, FOLDER: folder });
    expect(sourced.problem?.reason).toMatch(reason);
    expect(sourced.problem?.fix).toContain('by hand');
  });

  test('the script at fault and its last words are named', async () => {
    const { sourced } = await source(['export A=1', 'echo "no license" >&2; exit 3', 'exit 4']);
    expect(sourced.problem?.reason).toMatch(
      /ended the shell with exit code 3 in .*\/1\.sh; it last said: no license/,
    );
  });
});

describe('nothing of ours meets what scripts do', () => {
  const secret = { TOKEN: 'ghp_secret' };

  test.each([
    ['9', 'exec 9>"$FOLDER/lock"; flock 9; export A=1'],
    ['3', 'exec 3>"$FOLDER/lock"; export A=1'],
    ['their own output', 'exec >"$FOLDER/lock" 2>&1; export A=1'],
  ])('descriptor %s, which a script keeps open on a file that all can read', async (_, script) => {
    const folder = await temporaryFolder();
    const file = await writeText(join(folder, 'a.sh'), script);
    const before = { ...env, ...secret, FOLDER: folder };
    const sourced = await sourceScripts([file], before, { timeoutMs: 10_000 });
    expect(sourced).toEqual({ env: { ...before, A: '1' }, problem: null });
    expect(await readFile(join(folder, 'lock'), 'utf8')).not.toContain('secret');
  });

  test.runIf(process.platform === 'linux')(
    'libraries that no program of ours can start with',
    async () => {
      const folder = await temporaryFolder();
      for (const name of ['libstdc++.so.6', 'libdl.so.2', 'libpthread.so.0', 'libm.so.6']) {
        await writeText(join(folder, name), 'of another time');
      }
      const file = await writeText(join(folder, 'a.sh'), `export LD_LIBRARY_PATH=${folder}`);
      const { env: after, problem } = await sourceScripts([file], env, { timeoutMs: 10_000 });
      expect(problem).toBeNull();
      expect(after).toEqual({ ...env, LD_LIBRARY_PATH: folder });
    },
  );

  test.each([
    ['a PATH that leads nowhere', 'export PATH=/gone', { PATH: '/gone' }],
    ['an environment of its own functions', 'env() { :; }; node() { :; }; export A=1', { A: '1' }],
    ['nothing may be written over', 'set -C; export A=1', { A: '1' }],
    ['everything is exported', 'set -a; A=1', { A: '1' }],
    ['nobody may read its files', 'umask 777; export A=1', { A: '1' }],
    ['line feeds, and what looks like a variable', "export A='1\nB=2\n}'", { A: '1\nB=2\n}' }],
  ])('%s', async (_, script, set) => {
    const { sourced, folder } = await source([script, ':']);
    expect(sourced).toEqual({ env: { ...env, FOLDER: folder, ...set }, problem: null });
  });

  test('no folder for temporary files', async () => {
    const folder = await temporaryFolder();
    const file = await writeText(join(folder, 'a.sh'), 'export A=1');
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(folder, 'gone');
    try {
      const { problem } = await sourceScripts([file], env, { timeoutMs: 10_000 });
      expect(problem?.reason).toMatch(/no folder can be made .*gone/);
      expect(problem?.fix).toContain('TMPDIR');
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  });

  test('colours of what they said are not quoted', async () => {
    const { sourced } = await source(["printf '\\033[31mno license\\033[0m\\n' >&2; exit 3"]);
    expect(sourced.problem?.reason).toMatch(/it last said: no license\.$/);
  });
});

test.each([
  ['a status other than 0', '[ -n "$NOT_SET" ] && export B=1'],
  ['a command that is not there', 'no-such-command'],
  ['a syntax error', 'if then'],
])('%s matters as little as it does to conda', async (_, script) => {
  const { sourced } = await source([script, 'export AFTER=1']);
  expect(sourced).toMatchObject({ env: { AFTER: '1' }, problem: null });
});

test('a script that hangs is ended with all that it has started', async () => {
  const { sourced, folder, tookMs } = await source(
    [
      `trap '' TERM HUP
       setsid sh -c 'echo $$ >> "$FOLDER/pids"; exec sleep 100' &
       sh -c 'echo $$ >> "$FOLDER/pids"; exec sleep 100' &
       echo $$ >> "$FOLDER/pids"
       while :; do sleep 1; done`,
    ],
    700,
  );
  expect(tookMs).toBeLessThan(3000);
  expect(sourced.problem?.reason).toMatch(/did not come to their end within 0\.7 s in .*0\.sh/);
  await delay(100);
  const pids = (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number);
  expect(pids).toHaveLength(3);
  expect(pids.filter(isAlive)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'what it leaves behind is ended, not waited for',
  async () => {
    const { sourced, folder, tookMs } = await source([
      `setsid sh -c 'echo $$ > "$FOLDER/pid"; exec sleep 100' & while [ ! -s "$FOLDER/pid" ]; do sleep 0.01; done; export A=1`,
    ]);
    expect(tookMs).toBeLessThan(3000);
    expect(sourced).toMatchObject({ env: { A: '1' }, problem: null });
    await delay(100);
    expect(isAlive(Number(await readFile(join(folder, 'pid'), 'utf8')))).toBe(false);
  },
);

test('endless noise does no harm', async () => {
  const { sourced } = await source([
    'yes noise | head -c 5000000 >&2; yes | head -c 5000000; A=1; export A',
  ]);
  expect(sourced).toMatchObject({ env: { A: '1' }, problem: null });
});

test('an aborted signal ends it', async () => {
  const folder = await temporaryFolder();
  const script = await writeText(join(folder, 'a.sh'), 'sleep 100');
  const { problem } = await sourceScripts([script], env, {
    timeoutMs: 10_000,
    signal: AbortSignal.timeout(100),
  });
  expect(problem?.reason).toContain('were interrupted');
});
