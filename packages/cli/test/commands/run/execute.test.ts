// @module-tag machine
// @module-tag long
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readRunFile } from '@stackbench/engine';
import type { Header, Stack } from '@stackbench/model';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { runDocumentSchema } from '../../../src/json/run-document.ts';
import { type Ended, makeBareHome, makeFolder, startBench as start } from '../../start-bench.ts';

const tiny = 'gemm/naive:m=16,n=16,k=16;f32';
const tiny16 = 'gemm/naive:m=16,n=16,k=16;f16';

const folder = await mkdtemp(join(tmpdir(), 'stackbench-run-'));
afterAll(() => rm(folder, { recursive: true }));
const bareHome = await makeBareHome(folder);
const startBench = (args: readonly string[]) => start(args, bareHome);
const bench = async (...args: string[]): Promise<Ended> => (await startBench(args)).ended;

/** A stack of dawn.node that can run, one without f16 where there is one; undefined where there is none. */
async function findStack(): Promise<Stack | undefined> {
  const { code, stdout, stderr } = await bench('list', '--json');
  if (code !== 0) throw new Error(`bench list failed: ${stderr}`);
  const { stacks } = JSON.parse(stdout) as { stacks: Stack[] };
  const able = stacks.filter(({ id, available }) => available && id.startsWith('webgpu:dawn/'));
  return able.find((each) => !computesHalf(each)) ?? able[0];
}

function computesHalf({ facts: { features } }: Stack): boolean {
  return Array.isArray(features) && features.includes('shader-f16');
}

const found = await findStack();
const stack = found?.id ?? '';
const hasHalf = found !== undefined && computesHalf(found);
if (found === undefined)
  process.stderr.write('No adapter that dawn.node can use: nothing is measured.\n');
/** Runs a command on a pseudo-terminal (util-linux; that of macOS has other options). */
const pseudoTerminal = '/usr/bin/script';
const hasTerminal = process.platform === 'linux' && existsSync(pseudoTerminal);
describe.skipIf(found === undefined)('with an adapter that dawn.node can use', () => {
  test('a run prints its table, writes its file and says where that lies', async () => {
    const out = join(await makeFolder(), 'deep/run.jsonl');
    const { code, stdout, stderr } = await bench('--stack', stack, '--case', tiny, '--out', out);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining(out) });
    expect(stdout).toContain('gemm  m=16,n=16,k=16  f32');
    expect(stdout).toMatch(/^ {2}naive .* 100%$/m);
    expect(stderr).toMatch(
      /^\[1\/1\] webgpu:dawn\/.* {2}gemm\/naive:m=16,n=16,k=16;f32 .* [MG]FLOP\/s/m,
    );
    const { header, outcomes, footer } = await readRunFile(out);
    expect(header.argv).toContain('--case');
    expect(header.stacks.map(({ id }) => id)).toEqual([stack]);
    expect(outcomes).toMatchObject([{ status: 'ok', case: tiny }]);
    expect(footer?.counts).toEqual({ ok: 1 });
  });

  test('--json prints one document, and --quiet keeps stderr empty', async () => {
    const out = join(await makeFolder(), 'run.jsonl');
    const args = ['--stack', stack, '--case', tiny, '--case', tiny16, '--out', out, '--json'];
    const { code, stdout, stderr } = await bench(...args, '--quiet');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(runDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      runFile: out,
      header: { suite: 'quick' },
      footer: { type: 'footer' },
      summary: [
        { case: tiny, stack, status: 'ok', measured: { launches: 1 }, reasons: [] },
        { case: tiny16, stack },
      ],
    });
    expect(document['outcomes']).toHaveLength(2);
  });

  test.skipIf(hasHalf)(
    'a run in which nothing can be measured exits with 3 and gives the reason',
    async () => {
      const out = join(await makeFolder(), 'run.jsonl');
      const { code, stdout } = await bench('--stack', stack, '--case', tiny16, '--out', out);
      expect(code).toBe(3);
      expect(stdout).toContain('Not measured');
      expect(stdout).toContain('shader-f16');
      expect(stdout).not.toContain('FLOP/s');
    },
  );

  test('Ctrl-C ends a run in good order, and --resume does the rest', async () => {
    const out = join(await makeFolder(), 'run.jsonl');
    const ids = [16, 24, 32].map((size) => `gemm/naive:m=${size},n=${size},k=${size};f32`);
    const { child, ended } = await startBench([
      '--stack',
      stack,
      '--out',
      out,
      ...ids.flatMap((id) => ['--case', id]),
    ]);
    child.stderr?.on('data', (text: string) => {
      if (text.includes('[1/3]')) child.kill('SIGINT');
    });
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('not finished');
    expect(stdout).toContain('FLOP/s');
    expect(stderr).toContain(`--resume ${out}`);
    const cut = await readRunFile(out);
    expect(cut.footer).toBeNull();

    const resumed = await bench('--resume', out);
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).not.toContain('[1/3]');
    expect(resumed.stderr).toContain('[3/3]');
    const whole = await readRunFile(out);
    expect(whole.outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(whole.outcomes[0]).toEqual(cut.outcomes[0]);
  });

  test.each([
    ['deleted', (path: string) => rm(path)],
    ['emptied', (path: string) => truncate(path)],
  ])('a run file that is %s during the run is written anew, and shown', async (_, spoil) => {
    const out = join(await makeFolder(), 'run.jsonl');
    const args = ['--stack', stack, '--case', tiny, '--rounds', '3', '--out', out];
    const { ended } = await startBench(args);
    const countLines = () => readFileSync(out, 'utf8').split('\n').length;
    await vi.waitFor(() => expect(countLines()).toBeGreaterThan(2), { timeout: 50_000 });
    await spoil(out);
    const { code, stdout } = await ended;
    expect(code).toBe(0);
    expect(stdout).toContain('FLOP/s');
    const { outcomes, footer } = await readRunFile(out);
    expect(outcomes.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
    expect(footer?.counts).toEqual({ ok: 3 });
  });

  test('a finished run that is resumed is shown again, and not touched', async () => {
    const out = join(await makeFolder(), 'run.jsonl');
    await bench('--stack', stack, '--case', tiny, '--out', out);
    const before = await readFile(out, 'utf8');
    const { code, stdout, stderr } = await bench('--resume', out);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('naive') });
    expect(stderr).toContain('nothing is left to measure');
    expect(await readFile(out, 'utf8')).toBe(before);
  });

  test.each<[string, (header: Header) => unknown, string]>([
    ['commit', (header) => ({ ...header, commit: 'f'.repeat(40) }), 'commit was ffff'],
    [
      'CPU',
      (header) => ({ ...header, machine: { ...header.machine, cpu: 'Another CPU' } }),
      'cpu was Another CPU',
    ],
    [
      'work',
      ({ cases, ...header }) => ({
        ...header,
        cases: cases.map((each) => ({ ...each, flops: 1 })),
      }),
      `FLOP of ${tiny} was 1 and is 8192`,
    ],
  ])('a run of another %s is not resumed', async (_, change, named) => {
    const out = join(await makeFolder(), 'run.jsonl');
    await bench('--stack', stack, '--case', tiny, '--rounds', '2', '--no-control', '--out', out);
    const [header = '', first] = (await readFile(out, 'utf8')).split('\n');
    const cut = `${JSON.stringify(change(JSON.parse(header) as Header))}\n${first}\n`;
    await writeFile(out, cut);
    const { code, stderr } = await bench('--resume', out);
    expect(code).toBe(2);
    expect(stderr).toContain(named);
    expect(stderr).toContain('start a new run');
    expect(await readFile(out, 'utf8')).toBe(cut);
  });

  test('a control is planned, launched as a stack of its own, resumed, and never ranked', async () => {
    const out = join(await makeFolder(), 'run.jsonl');
    const args = ['--stack', stack, '--case', tiny, '--control', '--out', out];
    const planned = await bench(...args, '--dry-run');
    expect(planned.stdout).toContain(`${stack}#control`);
    expect(planned.stdout).toContain('2 = 1 case × 2 stacks × 1 round');

    const { code, stdout } = await bench(...args);
    expect(code).toBe(0);
    expect(stdout).toContain('1 stack and an A/A control');
    expect(stdout).not.toContain('#control');
    const whole = await readRunFile(out);
    expect(whole.header.stacks.map(({ controlOf }) => controlOf)).toEqual([undefined, stack]);

    const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
    await writeFile(out, `${lines.slice(0, 2).join('\n')}\n`);
    const resumed = await bench('--resume', out);
    expect(resumed.code).toBe(0);
    const { outcomes, footer } = await readRunFile(out);
    expect(outcomes[0]).toEqual(whole.outcomes[0]);
    expect(outcomes.map((outcome) => outcome.stack).toSorted()).toEqual([
      stack,
      `${stack}#control`,
    ]);
    expect(footer?.counts).toEqual({ ok: 2 });
  });

  test('a file that is there already is not overwritten', async () => {
    const out = join(await makeFolder(), 'run.jsonl');
    await writeFile(out, 'precious');
    const { code, stderr } = await bench('--stack', stack, '--case', tiny, '--out', out);
    expect(code).toBe(2);
    expect(stderr).toContain('Choose another --out');
    expect(await readFile(out, 'utf8')).toBe('precious');
  });

  test('a dry run shows stacks, cases, rounds and every tunable, and writes nothing', async () => {
    const out = join(await makeFolder(), 'run.jsonl');
    const args = ['--dry-run', '--stack', stack, '--rounds', '3', '--out', out, '--seed', '7'];
    const { code, stdout, stderr } = await bench(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(stack);
    expect(stdout).toContain('best');
    expect(stdout).toContain('× 1 stack × 3 rounds');
    expect(stdout).toMatch(/^ {2}seed +7$/m);
    expect(stdout).toMatch(/^ {2}caseBudgetMs +\d+$/m);
    expect(existsSync(out)).toBe(false);
    const plan = JSON.parse((await bench(...args, '--json')).stdout) as object;
    expect(plan).toMatchObject({ suite: 'quick', rounds: 3, tunables: { seed: 7 } });
  });

  test.skipIf(!hasTerminal)(
    'on a terminal progress is redrawn and nothing of it stays',
    async () => {
      const out = join(await makeFolder(), 'run.jsonl');
      const entry = resolve(import.meta.dirname, '../../../bin/stackbench.mjs');
      const own = await makeFolder();
      const words = [process.execPath, entry, '--stack', stack, '--case', tiny, '--out', out];
      const { status, stdout } = spawnSync(
        pseudoTerminal,
        ['-qec', words.map((word) => `'${word}'`).join(' '), '/dev/null'],
        {
          encoding: 'utf8',
          env: { ...process.env, ...bareHome, TERM: 'xterm', TMPDIR: own, STACKBENCH_LOCKS: own },
        },
      );
      expect(status).toBe(0);
      expect(stdout).toContain('0 of 1');
      // What is drawn last before the table is erased by the sequence that precedes the table.
      const table = stdout.indexOf('suite quick');
      const before = stdout.slice(0, table);
      expect(stripVTControlCharacters(before.slice(before.lastIndexOf('\r')))).toBe('\r');
      expect(stdout.slice(table)).not.toContain('\u001b[1A');
    },
  );
});

test('an unknown stack, suite or case is bad usage, and the near match is named', async () => {
  const results = await Promise.all([
    bench('--suite', 'quik'),
    bench('--stack', 'webgpu:dwan/swiftshader'),
    bench('--case', 'gem/naive'),
    bench('--case', 'gemm/naif:m=1,n=1,k=1;f32'),
  ]);
  expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  const expected = ["'quick'", 'webgpu:dawn/', "'gemm/naive'", "'naive'"];
  for (const [index, near] of expected.entries()) {
    expect(results[index]?.stderr).toMatch(/Did you mean '/);
    expect(results[index]?.stderr).toContain(near);
  }
});
