import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { BenchError, type Header, type Outcome } from '@stackbench/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createHeader,
  createRunFile,
  defaultRunPath,
  finishedOutcomes,
  planRun,
  readCommit,
  readRunFile,
  reopenRunFile,
  type RunPlan,
} from '../../src/index.ts';
import {
  fakeCatalog,
  fakeRunnable,
  fakeStack,
  quickTunables,
  runFake,
} from '../fake/fake-stack.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
  path = join(folder, 'runs', 'x.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function makePlan(rounds = 2): RunPlan {
  const catalog = fakeCatalog({ first: {}, second: {} });
  const cases = ['gemm/first', 'gemm/second'];
  const stacks = [fakeRunnable];
  return planRun({ catalog, cases, stacks, suite: 'tiny', rounds, tunables: quickTunables });
}

function makeHeader(plan = makePlan(), argv: string[] = []): Header {
  return createHeader(plan, {
    argv,
    startedAt: new Date('2026-01-02T03:04:05.678Z'),
    commit: null,
    dirty: null,
    version: '0.1.0',
    machine: {
      platform: 'linux',
      arch: 'x64',
      osVersion: '6.1',
      cpu: 'a processor',
      cpuCount: 2,
      memoryBytes: 2 ** 34,
      nvidiaDriver: null,
    },
  });
}

function failure(
  status: 'crash' | 'interrupted',
  round = 0,
  name = 'first',
  reason = 'boom',
): Outcome {
  return { case: `gemm/${name}:m=12,n=10,k=8;f32`, stack: fakeStack.id, round, status, reason };
}

/** A file with a header and these outcomes. */
async function write(...outcomes: Outcome[]): Promise<void> {
  const file = await createRunFile(path, makeHeader());
  for (const outcome of outcomes) await file.append(outcome);
  file.close();
}

const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n');

describe('writing', async () => {
  test('what was measured is read back as it was', async () => {
    const kernels = { first: {}, second: { wrong: 'all-nan' } } as const;
    const { outcomes } = await runFake({ kernels, rounds: 2 });
    const header = makeHeader();
    const file = await createRunFile(path, header);
    for (const outcome of outcomes) await file.append(outcome);
    file.finish(new Date('2026-01-02T04:00:00Z'));
    file.close();
    const run = await readRunFile(path);
    expect(run.header).toEqual(header);
    expect(run.outcomes).toEqual(outcomes);
    expect(run.footer?.counts).toEqual({ ok: 2, 'wrong-result': 2 });
  });

  test('lines are there as soon as they are appended', async () => {
    const file = await createRunFile(path, makeHeader());
    await file.append(failure('crash'));
    expect(lines()).toHaveLength(2);
    file.close();
  });

  test.each([
    ['deleted', () => rmSync(path)],
    ['emptied', () => truncateSync(path)],
    ['cut', () => truncateSync(path, 100)],
    ['gone with its folder', () => rmSync(join(folder, 'runs'), { recursive: true })],
  ])('a file that is %s meanwhile is written anew', async (_, spoil) => {
    const file = await createRunFile(path, makeHeader());
    await file.append(failure('crash'));
    spoil();
    await file.append(failure('crash', 1));
    file.finish(new Date());
    file.close();
    expect(file.path).toBe(path);
    expect((await readRunFile(path)).outcomes).toHaveLength(2);
    expect(readdirSync(join(folder, 'runs'))).toEqual(['x.jsonl']);
  });

  test('a file that comes into its place is left alone, and the run is kept beside it', async () => {
    const file = await createRunFile(path, makeHeader());
    await file.append(failure('crash'));
    rmSync(path);
    writeFileSync(path, 'not mine');
    await file.append(failure('crash', 1));
    file.close();
    expect(readFileSync(path, 'utf8')).toBe('not mine');
    expect(file.path).toBe(join(folder, 'runs/x-2.jsonl'));
    expect((await readRunFile(file.path)).outcomes).toHaveLength(2);
  });

  test('a folder that something else came in place of is named, and closing is no other trouble', async () => {
    const file = await createRunFile(path, makeHeader());
    rmSync(join(folder, 'runs'), { recursive: true });
    writeFileSync(join(folder, 'runs'), 'no folder');
    await expect(file.append(failure('crash'))).rejects.toThrow(
      expect.objectContaining({
        name: 'BenchError',
        message: expect.stringContaining(`The run file ${path} cannot be written`) as string,
      }),
    );
    expect(() => file.close()).not.toThrow();
  });

  test('a file is never overwritten', async () => {
    await write();
    const before = readFileSync(path, 'utf8');
    await expect(createRunFile(path, makeHeader())).rejects.toThrow(/it is there already$/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test('its usual place names time and suite', async () => {
    expect(defaultRunPath('results', makeHeader())).toMatch(
      /^results\/runs\/20260102T030405Z-tiny-[0-9a-f]{6}\.jsonl$/,
    );
  });

  test('home folder and host stay out of it', async () => {
    const file = await createRunFile(
      path,
      makeHeader(makePlan(), ['--out', `${homedir()}/secret place`]),
    );
    await file.append(
      failure('crash', 0, 'first', `in ${homedir()}/x on host ${hostname()}-longer-host`),
    );
    file.close();
    expect(lines()[0]).toContain('"~/secret place"');
    expect(lines()[1]).toContain('in ~/x');
    expect(readFileSync(path, 'utf8')).not.toContain(`${homedir()}/`);
  });

  test('a place that cannot be written is a clear error', async () => {
    writeFileSync(join(folder, 'runs'), 'a file, no folder');
    await expect(createRunFile(path, makeHeader())).rejects.toThrow(BenchError);
  });

  test.skipIf(process.platform === 'win32')(
    'a full disk is a clear error, and the file stays readable',
    async () => {
      await write(failure('crash'));
      const script = join(folder, 'fill.mts');
      writeFileSync(
        script,
        `import { reopenRunFile } from ${JSON.stringify(join(import.meta.dirname, '../../src/index.ts'))};
       const file = await reopenRunFile(${JSON.stringify(path)});
       try {
         for (;;) await file.append(${JSON.stringify(failure('interrupted', 0, 'second', 'x'.repeat(5000)))});
       } catch (error) {
         console.log(error.name, error.message, error.fix);
       }`,
      );
      // A limit on file sizes stands for the full disk.
      const limited = 'trap "" XFSZ; ulimit -f 32; exec "$0" "$1"';
      const { stdout } = spawnSync('bash', ['-c', limited, process.execPath, script], {
        encoding: 'utf8',
      });
      expect(stdout).toMatch(
        /^BenchError The run file .*x.jsonl cannot be written: EFBIG.*--resume/,
      );
      expect((await readRunFile(path)).outcomes).toHaveLength(2);
    },
  );

  test('a checkout tells its commit, other folders nothing', async () => {
    expect((await readCommit(import.meta.dirname)).commit).toMatch(/^[0-9a-f]{40}$|^$/);
    expect(await readCommit(folder)).toEqual({ commit: null, dirty: null });
  });
});

describe('a torn or interrupted file', async () => {
  test('is read without its torn last line', async () => {
    await write(failure('crash'), failure('crash', 1));
    const text = readFileSync(path, 'utf8');
    for (const cut of [2, 10, 100]) {
      writeFileSync(path, text.slice(0, -cut));
      expect((await readRunFile(path)).outcomes).toHaveLength(1);
    }
  });

  test('a last line that lacks nothing but its line feed is no loss, and is gone on behind', async () => {
    await write(failure('crash'));
    writeFileSync(path, readFileSync(path, 'utf8').trimEnd());
    expect((await readRunFile(path)).outcomes).toHaveLength(1);
    const reopened = await reopenRunFile(path);
    await reopened.append(failure('crash', 1));
    reopened.finish(new Date());
    reopened.close();
    writeFileSync(path, readFileSync(path, 'utf8').trimEnd());
    const { outcomes, footer } = await readRunFile(path);
    expect(outcomes).toHaveLength(2);
    expect(footer?.counts).toEqual({ crash: 2 });
  });

  test('goes on behind its last whole line, without its footer', async () => {
    const file = await createRunFile(path, makeHeader());
    await file.append(failure('crash'));
    await file.append(failure('interrupted', 0, 'second'));
    file.finish(new Date());
    file.close();
    appendFileSync(path, '{"type":"outc');
    const reopened = await reopenRunFile(path);
    await reopened.append(failure('crash', 0, 'second'));
    reopened.finish(new Date());
    reopened.close();
    const { outcomes, footer } = await readRunFile(path);
    expect(outcomes.map(({ status }) => status)).toEqual(['crash', 'crash']);
    expect(footer?.counts).toEqual({ crash: 2 });
    expect(lines().map((line) => JSON.parse(line).type)).toEqual([
      'header',
      'outcome',
      'outcome',
      'outcome',
      'footer',
    ]);
  });

  test('resumes with all but the interrupted, on the same plan only', async () => {
    await write(failure('crash'), failure('interrupted', 0, 'second'));
    const run = await readRunFile(path);
    expect(await finishedOutcomes(makePlan(), run)).toEqual([failure('crash')]);
    await expect(finishedOutcomes(makePlan(3), run)).rejects.toThrow(
      /rounds differ: 2 in the file, 3 now/,
    );
    const plan = makePlan();
    const stack = { ...fakeStack, id: 'webgpu:other' };
    const other = { ...plan, stacks: [{ ...fakeRunnable, stack }] };
    await expect(finishedOutcomes(other, run)).rejects.toThrow(
      /stacks differ: webgpu:fake\/simulated is in the file only; webgpu:other is in the plan only/,
    );
    const fewer = { ...plan, cases: plan.cases.slice(1) };
    await expect(finishedOutcomes(fewer, run)).rejects.toThrow(/cases differ/);
  });
});

/** The line of an outcome. */
function outcomeLine(): string {
  return JSON.stringify({ type: 'outcome', ...failure('crash') });
}

/** The line of a header that was tampered with. */
function headerLine(change: (header: Header) => unknown = (same) => same): string {
  return JSON.stringify(change(makeHeader()));
}

/** The line of a header whose first case has another id. */
function withCase(id: string): string {
  return headerLine((h) => ({ ...h, cases: [{ ...h.cases[0], id }, ...h.cases.slice(1)] }));
}

describe('a hostile file is refused with its line', async () => {
  test.each<[string, () => string[], RegExp]>([
    ['empty', () => [''], /line 1: it has no header/],
    ['garbage', () => ['hello', ''], /line 1: it is not JSON/],
    ['binary', () => ['\u0000\u0001\uFFFD', ''], /line 1/],
    ['no header', () => [outcomeLine(), ''], /line 1: the header is the first line/],
    ['two headers', () => [headerLine(), headerLine(), ''], /line 2: the header is the first line/],
    [
      'garbage in the middle',
      () => [headerLine(), '{', outcomeLine(), ''],
      /line 2: it is not JSON/,
    ],
    [
      'a later version',
      () => [headerLine((h) => ({ ...h, schemaVersion: 99 })), ''],
      /line 1: it has schema version 99/,
    ],
    [
      'a number beyond all',
      () => [headerLine(), outcomeLine().replace('"round":0', '"round":1e999'), ''],
      /line 2/,
    ],
    [
      'a prototype',
      () => [headerLine(), outcomeLine().replace('{', '{"__proto__":{"ok":true},'), ''],
      /__proto__/,
    ],
    [
      'a hidden prototype',
      () => [headerLine(), outcomeLine().replace('{', '{"\\u005f_proto__":{},'), ''],
      /__proto__/,
    ],
    [
      'deep nesting',
      () => [headerLine(), `{"type":"outcome","x":${'['.repeat(1e6)}`, ''],
      /line 2/,
    ],
    [
      'deep facts',
      () => [
        headerLine().replace(
          '"facts":{',
          `"facts":{"x":${'['.repeat(20_000)}${']'.repeat(20_000)},`,
        ),
        '',
      ],
      /line 1/,
    ],
    ['paths in the id', () => [withCase('gemm/../../etc:m=1;f32'), ''], /line 1: the case id/],
    ['markup in the id', () => [withCase('<script>alert(1)</script>'), ''], /line 1: the case id/],
    [
      'a path as run id',
      () => [headerLine((h) => ({ ...h, runId: '../../x' })), ''],
      /line 1: the run id/,
    ],
    [
      'escapes in a stack',
      () => [
        headerLine((h) => ({ ...h, stacks: [{ ...fakeStack, id: 'webgpu:\u001B[31m' }] })),
        '',
      ],
      /control characters/,
    ],
    [
      'a stack twice',
      () => [headerLine((h) => ({ ...h, stacks: [fakeStack, fakeStack] })), ''],
      /twice/,
    ],
    [
      'a case not planned',
      () => [headerLine(), outcomeLine().replace('/first', '/third'), ''],
      /line 2: its case is not in the header/,
    ],
    [
      'a round too many',
      () => [headerLine(), outcomeLine().replace('"round":0', '"round":7'), ''],
      /line 2: its round/,
    ],
    [
      'a speed of nothing',
      () => [headerLine(), outcomeLine().replace('"crash"', '"ok"'), ''],
      /line 2/,
    ],
    [
      'an endless line',
      () => [headerLine(), 'x'.repeat(17 * 2 ** 20), ''],
      /line 2 is longer than/,
    ],
  ])('%s', async (_, text, message) => {
    await write();
    writeFileSync(path, text().join('\n'));
    await expect(readRunFile(path)).rejects.toThrow(message);
    await expect(readRunFile(path)).rejects.toThrow(BenchError);
    await expect(readRunFile(path)).rejects.toThrow('x.jsonl');
  });

  test('two outcomes of one case, stack and round, unless the first was interrupted', async () => {
    await write(failure('interrupted'), failure('crash'));
    expect((await readRunFile(path)).outcomes).toMatchObject([{ status: 'crash' }]);
    appendFileSync(path, `${JSON.stringify({ type: 'outcome', ...failure('crash') })}\n`);
    await expect(readRunFile(path)).rejects.toThrow(/line 4: it is a second outcome of the same/);
  });

  test('a file that is absent, or a folder', async () => {
    await expect(readRunFile(join(folder, 'absent.jsonl'))).rejects.toThrow(BenchError);
    await expect(readRunFile(folder)).rejects.toThrow(BenchError);
  });

  test('resuming refuses it, too, and leaves it as it is', async () => {
    await write();
    appendFileSync(path, 'hello\n');
    const before = statSync(path).size;
    await expect(reopenRunFile(path)).rejects.toThrow(/line 2/);
    expect(statSync(path).size).toBe(before);
  });
});
