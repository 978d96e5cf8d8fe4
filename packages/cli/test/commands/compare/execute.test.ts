import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome, Run } from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import {
  caseOf,
  controlId,
  launches,
  makeSession,
  naive,
  outcomeAt,
  stackA,
  stackB,
  steady,
  tile,
} from '../../../../report/test/analysis/make-session.ts';
import { failedOutcome, gate } from '../../../../report/test/make-run.ts';
import { runHere as bench } from '../../run-here.ts';
import { makeFolder } from '../../start-bench.ts';
import { runText, writeRun } from '../../write-run.ts';
import { compareDocumentSchema } from '../../../src/json/compare-document.ts';

/** A made-up run in which B takes `ratio` of A's time, and an A/A control that finds no noise. */
function twoStacks(ratio: number, more: readonly Outcome[] = []): Run {
  return makeSession([
    ...launches(stackA, naive, steady(1e6)),
    ...launches(stackB, naive, steady(1e6 * ratio, 10, 1)),
    ...launches(controlId, naive, steady(1e6, 10, 2)),
    ...more,
  ]);
}

/** A made-up run in which B takes `ratio` of A's time, and the A/A control 5 % more than A. */
function besideNoise(ratio: number): Run {
  return makeSession([
    ...launches(stackA, naive, steady(1e6)),
    ...launches(stackB, naive, steady(1e6 * ratio, 10, 1)),
    ...launches(controlId, naive, steady(1.05e6, 10, 2)),
  ]);
}

/** A made-up run of A alone. */
function oneStack(timeNs: number, runId: string, phase = 0): Run {
  return makeSession(launches(stackA, naive, steady(timeNs, 10, phase)), runId);
}

async function writeOne(run: Run): Promise<string> {
  return writeRun(join(await makeFolder(), 'run.jsonl'), run);
}

describe('two stacks of a run', () => {
  test('a slower one exits with 1, and with 0 when it is the baseline', async () => {
    const run = await writeOne(twoStacks(1.2));
    const [slower, faster] = await Promise.all([
      bench('compare', stackA, stackB, '--run', run),
      bench('compare', 'webgpu:chromium/*', 'webgpu:dawn/*', '--run', run),
    ]);
    expect(slower).toMatchObject({ code: 1, stderr: '' });
    expect(slower.stdout).toMatch(/^B takes 20\.\d % more time than A \(B \/ A 1\.2\d\d×, 95 % in/);
    expect(slower.stdout).toMatch(/1\.00 ms +1\.20 ms +1\.2\d\d× .* 10 +slower$/m);
    expect(slower.stdout).toContain(`A/A control\n  ${stackA} in run one: `);
    expect(slower.stdout.trimEnd().split('\n').at(-1)).toBe(`Run file  ${run}`);
    expect(faster).toMatchObject({ code: 0, stderr: '' });
    expect(faster.stdout).toMatch(/^B takes 1\d\.\d % less time than A [^:]*:\s+faster\s/);
  });

  test('of several runs the one with the most rounds is taken, and the two stacks that lead it', async () => {
    const results = await makeFolder();
    const firm = await writeRun(join(results, 'runs/firm.jsonl'), twoStacks(1.2));
    const brief = await writeRun(
      join(results, 'runs/brief.jsonl'),
      makeSession([outcomeAt(stackA, naive, 0, 1), outcomeAt(stackB, naive, 0, 2)], 'brief'),
    );
    await utimes(firm, 1, 1);
    const { stdout } = await bench('compare', '--results', results);
    expect(stdout).toContain(`A  ${stackA}  run one\nB  ${stackB}  run one\n`);
    expect(stdout).not.toContain(brief);
  });

  test('a difference within --margin is no regression', async () => {
    const run = await writeOne(twoStacks(1.03));
    const [usual, wide] = await Promise.all([
      bench('compare', stackA, stackB, '--run', run),
      bench('compare', stackA, stackB, '--run', run, '--margin', '5'),
    ]);
    expect([usual.code, wide.code]).toEqual([1, 0]);
    expect(wide.stdout).toMatch(/^B takes [^:]*:\s+same\s/);
  });

  test('--json prints one document with ratios, files and reasons', async () => {
    const run = await writeOne(
      twoStacks(1.2, [
        ...launches(stackA, tile, [1]),
        failedOutcome(stackB, tile, 'wrong-result', 'off'),
      ]),
    );
    const { code, stdout, stderr } = await bench(
      'compare',
      stackA,
      stackB,
      '--run',
      run,
      '--json',
      '--margin=2',
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const document = JSON.parse(stdout) as object;
    expect(compareDocumentSchema.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      files: { a: [run], b: run },
      regressed: true,
      comparisons: [
        {
          a: { stack: stackA, runId: 'one' },
          b: { stack: stackB },
          pairing: 'rounds',
          margin: 0.02,
          cases: [{ case: naive, verdict: 'slower', launches: 10 }],
          regressions: [naive, tile],
          broken: [{ case: tile, reason: 'wrong result in 1 of 10 rounds: off' }],
          leftOut: [{ case: tile, cause: 'wrong-result', reason: 'B: wrong result: off' }],
          controls: [{ stack: stackA, cases: 1 }],
        },
      ],
      leftOut: [],
    });
  });

  test('a control that is off widens the margin, and shuts no door', async () => {
    const [large, small] = await Promise.all(
      [2.4, 1.03].map(async (ratio) =>
        bench('compare', stackA, stackB, '--run', await writeOne(besideNoise(ratio))),
      ),
    );
    expect(large).toMatchObject({ code: 1 });
    expect(large?.stdout.replaceAll(/\s+/g, ' ')).toContain('margin 5.1 % from the A/A control');
    expect(small).toMatchObject({ code: 0 });
  });

  test('a stack that crashes where the other does not is a regression', async () => {
    const crash = failedOutcome(stackB, naive, 'crash', 'the \u001b[2Jdevice was lost');
    const run = await writeOne(makeSession([...launches(stackA, naive, steady(1e6)), crash]));
    const { code, stdout } = await bench('compare', stackA, stackB, '--run', run);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^B and A have no case in common that can be compared\./);
    expect(stdout).toContain('B fails a case that A does not.');
    expect(stdout).toContain(String.raw`B: crash: the \x1b[2Jdevice was lost`);
  });

  test('the control itself is compared when it is named in full', async () => {
    const run = await writeOne(twoStacks(1.2));
    const { code, stdout } = await bench('compare', stackA, controlId, '--run', run);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^B takes [^:]*:\s+same\s/);
  });

  test.each([
    [
      'hardware and software',
      launches('webgpu:dawn/swiftshader', naive, steady(1e6)),
      'webgpu:dawn/swiftshader',
      'B computes in software and A on hardware',
    ],
    [
      'what is not verified',
      [
        outcomeAt(stackB, naive, 0, 1e6, {
          verification: { gates: [{ ...gate, passed: false }] },
        }),
      ],
      stackB,
      'B: not verified by every gate',
    ],
  ])('%s: not compared, which exits with 3 and gives the reason', async (_, others, id, reason) => {
    const run = await writeOne(makeSession([...launches(stackA, naive, steady(1e6)), ...others]));
    const { code, stdout } = await bench('compare', stackA, id, '--run', run);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^B and A have no case in common that can be compared\. 1 case left out/,
    );
    expect(stdout).toContain(reason);
    expect(stdout).not.toContain('×');
  });
});

describe('two runs', () => {
  test('are compared stack by stack, and drift is not excluded', async () => {
    const folder = await makeFolder();
    const before = await writeRun(join(folder, 'before.jsonl'), twoStacks(1));
    const after = await writeRun(
      join(folder, 'after.jsonl'),
      makeSession(
        [
          ...launches(stackA, naive, steady(0.8e6, 10, 3)),
          ...launches(stackB, naive, steady(1.3e6, 10, 4)),
          ...launches('webgpu:deno/card', naive, steady(1e6)),
        ],
        'two',
      ),
    );
    const { code, stdout, stderr } = await bench('compare', before, after);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^B against A on 2 stacks: 1 faster, 1 slower\.\n/);
    expect(stdout).toContain('drift between them cannot be excluded');
    expect(stdout).toContain('Stacks left out\n  webgpu:deno/card: only in run B');
    expect(stdout).toContain(`Run file A  ${before}\nRun file B  ${after}\n`);
  });

  test('different numerics are never compared', async () => {
    const folder = await makeFolder();
    const half = makeSession(launches(stackA, caseOf('naive', 'f16'), steady(1e6)), 'half');
    const { code, stdout } = await bench(
      'compare',
      await writeRun(join(folder, 'single.jsonl'), oneStack(2e6, 'single')),
      await writeRun(join(folder, 'half.jsonl'), half),
    );
    expect(code).toBe(3);
    expect(stdout).toContain('B: only in f16; different numerics are never compared');
  });

  test('without a common stack nothing is compared', async () => {
    const folder = await makeFolder();
    const other = makeSession(launches(stackB, naive, steady(1e6)), 'other');
    const { code, stdout } = await bench(
      'compare',
      await writeRun(join(folder, 'a.jsonl'), oneStack(1e6, 'a')),
      await writeRun(join(folder, 'b.jsonl'), other),
    );
    expect(code).toBe(3);
    expect(stdout).toMatch(/^A and B have no stack in common: nothing can be compared\.\n/);
    expect(stdout).toContain(`${stackA}: only in run A`);
  });
});

describe('baselines', () => {
  test('one is saved, found, not replaced without --force, and compared with the newest run', async () => {
    const results = await makeFolder();
    const old = await writeRun(join(results, 'runs/old.jsonl'), oneStack(1e6, 'old'));
    await utimes(old, new Date('2026-01-01'), new Date('2026-01-01'));
    const saved = await bench('compare', '--save-baseline', 'main', '--results', results);
    const kept = join(results, 'baselines/main.jsonl');
    expect(saved).toMatchObject({ code: 0, stderr: '' });
    expect(saved.stdout).toBe(`Baseline main: run old (1 case on 1 stack, 10 rounds)\n  ${kept}\n`);
    expect(await readFile(kept)).toEqual(await readFile(old));

    await writeRun(join(results, 'runs/new.jsonl'), oneStack(1.2e6, 'new', 1));
    const compared = await bench('compare', '--baseline', 'main', '--results', results);
    expect(compared).toMatchObject({ code: 1, stderr: '' });
    expect(compared.stdout).toMatch(/^B takes 20\.\d % more time than A/);
    expect(compared.stdout.replaceAll(/\s+/g, ' ')).toContain('2 % is allowed for each');

    const again = ['compare', 'new', '--save-baseline', 'main', '--results', results];
    expect(await bench(...again)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is a baseline 'main' already"),
    });
    expect(await readFile(kept)).toEqual(await readFile(old));
    expect(await bench(...again, '--force')).toMatchObject({ code: 0 });
    expect(await readFile(kept, 'utf8')).toContain('"runId":"new"');
    expect(await readdir(join(results, 'baselines'))).toEqual(['main.jsonl']);

    const near = await bench('compare', 'new', '--baseline', 'mian', '--results', results);
    expect(near.code).toBe(2);
    expect(near.stderr).toContain("There is no baseline 'mian'. Did you mean 'main'?");
  });

  test('three of them tell how much runs differ, where one is only allowed for', async () => {
    const results = await makeFolder();
    for (const [at, timeNs] of [1e6, 1.001e6, 0.999e6].entries()) {
      await writeRun(join(results, `baselines/b${at}.jsonl`), oneStack(timeNs, `before-${at}`, at));
    }
    const run = await writeRun(join(results, 'runs/new.jsonl'), oneStack(1.04e6, 'new', 5));
    const against = (...names: string[]) =>
      bench('compare', run, '--results', results, ...names.flatMap((name) => ['--baseline', name]));
    const [one, three] = await Promise.all([against('b0'), against('b0', 'b1', 'b2')]);
    expect([one.code, three.code]).toEqual([0, 1]);
    expect(three.stdout.replaceAll(/\s+/g, ' ')).toContain('is taken from the 3 runs of A');
  });

  test('a file that is no run becomes none', async () => {
    const results = await makeFolder();
    const file = join(results, 'notes.jsonl');
    await writeFile(file, 'milk\n');
    const { code, stderr } = await bench(
      'compare',
      file,
      '--save-baseline',
      'main',
      '--results',
      results,
    );
    expect(code).toBe(2);
    expect(stderr).toContain('line 1: it is not JSON');
    expect(await readdir(results)).toEqual(['notes.jsonl']);
  });
});

describe('bad usage', () => {
  test('says what is wrong and what there is instead', async () => {
    const results = await makeFolder();
    const run = await writeRun(join(results, 'runs/run-one.jsonl'), twoStacks(1));
    const other = await writeRun(join(results, 'runs/run-two.jsonl'), oneStack(1e6, 'two'));
    const from = ['--run', run];
    const examples: [readonly string[], RegExp][] = [
      [[stackA, stackA, ...from], /compared with itself in one run/],
      [[run, run], /compared with itself\n {2}fix: Name two stacks of the run, or another run/],
      [[run, stackB], /run-one\.jsonl' is a run and 'webgpu:chromium\/card' is not/],
      [[run, other, ...from], /--run is for two stacks of a run/],
      [[`${results}/runs/run-oen.jsonl`, other], /Did you mean 'run-one\.jsonl'\?/],
      [[stackA, stackB, '--run', 'run-oen'], /There is no run 'run-oen'\. Did you mean 'run-one'/],
      [['--baseline', '../x'], /'\.\.\/x' cannot be the name of a baseline/],
      [['--baseline', 'x'], /There is no baseline 'x'\.\n {2}fix: Save one/],
    ];
    const ended = await Promise.all(
      examples.map(([args]) => bench('compare', ...args, '--results', results)),
    );
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      expect(stderr).toMatch(examples[index]![1]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    }
  });

  test('without any run it says how to make one', async () => {
    const { code, stderr } = await bench('compare', 'a', 'b', '--results', await makeFolder());
    expect(code).toBe(2);
    expect(stderr).toMatch(/There is no run file in .*\n {2}fix: Run 'pnpm bench' first/);
  });

  test('numbers that no measurement can have are refused with their line', async () => {
    const folder = await makeFolder();
    const whole = runText(twoStacks(1.2));
    const lines = whole.split('\n');
    const measured = lines.findIndex((line) => line.includes('"kernelNs"'));
    const write = async (name: string, from: RegExp, to: string, at: number) => {
      const changed = lines.with(at, lines[at]!.replace(from, to)).join('\n');
      expect(changed).not.toBe(whole);
      await writeFile(join(folder, name), changed);
      return bench('compare', stackA, stackB, '--run', join(folder, name));
    };
    const refused = await Promise.all([
      write('tiny.jsonl', /"kernelNs":\[[^\]]*\]/, '"kernelNs":[1e-300]', measured),
      write('huge.jsonl', /"kernelNs":\[[^\]]*\]/, '"kernelNs":[1e300]', measured),
      write('latency.jsonl', /"callLatencyNs":[^,]*/, '"callLatencyNs":1e40', measured),
      write('flops.jsonl', /"flops":[^,]*/, '"flops":1e308', 0),
    ]);
    const places = ['kernelNs.0', 'kernelNs.0', 'callLatencyNs', 'cases.0.flops'];
    for (const [at, { code, stderr }] of refused.entries()) {
      expect(code).toBe(2);
      expect(stderr).toContain(`line ${at === 3 ? 1 : measured + 1}: it is no line of a run file`);
      expect(stderr).toContain(places[at]);
    }
  });

  test('an outcome that stands twice is refused with its line', async () => {
    const path = join(await makeFolder(), 'twice.jsonl');
    const [header, first, ...rest] = runText(twoStacks(1.2)).split('\n');
    await writeFile(path, [header, first, first, ...rest].join('\n'));
    const { code, stderr } = await bench('compare', stackA, stackB, '--run', path);
    expect(code).toBe(2);
    expect(stderr).toContain('line 3: it is a second outcome of the same case, stack and round');
  });

  test('a finished run that lost its last line feed is finished', async () => {
    const path = join(await makeFolder(), 'feed.jsonl');
    await writeFile(path, runText(twoStacks(1.2)).trimEnd());
    const { code, stdout } = await bench('compare', stackA, stackB, '--run', path);
    expect(code).toBe(1);
    expect(stdout).not.toContain('cut off');
  });

  test.skipIf(process.platform === 'win32')('what is no file is refused by name', async () => {
    const path = join(await makeFolder(), 'pipe.jsonl');
    spawnSync('mkfifo', [path]);
    const { code, stderr } = await bench('compare', stackA, stackB, '--run', path);
    expect(code).toBe(2);
    expect(stderr).toContain(`${path} is a named pipe (FIFO), not a file`);
  });

  test('a torn run is compared, a newer or hostile one refused with its line', async () => {
    const folder = await makeFolder();
    const whole = runText({ ...twoStacks(1.2), footer: null });
    const write = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return bench('compare', stackA, stackB, '--run', join(folder, name));
    };
    const [torn, newer, hostile] = await Promise.all([
      write('torn.jsonl', whole.slice(0, -20)),
      write('newer.jsonl', whole.replace(/"schemaVersion":\d+/, '"schemaVersion":9')),
      write(
        'hostile.jsonl',
        whole.replaceAll('webgpu:chromium/card', String.raw`webgpu:\u001b[2J`),
      ),
    ]);
    expect(torn.code).toBe(1);
    expect(torn.stdout).toContain('The run was cut off.');
    expect(newer.code).toBe(2);
    expect(newer.stderr).toMatch(/newer\.jsonl, line 1: it has schema version 9/);
    expect(hostile.code).toBe(2);
    expect(hostile.stderr).toContain('an id has control characters');
  });
});

test('its help shows what to name', async () => {
  const { code, stdout } = await bench('compare', '--help');
  expect(code).toBe(0);
  expect(stdout).toContain('Usage: pnpm bench compare A B [options]');
  expect(stdout).toContain('--save-baseline NAME');
});
