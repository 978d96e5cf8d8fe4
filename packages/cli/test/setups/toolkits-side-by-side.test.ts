// @module-tag machine
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { readRunFile } from '@stackbench/engine';
import { readFact } from '@stackbench/model';
import { expect, it } from 'vitest';
import { provideUv } from '../../../environments/src/managers/tools.ts';
import { buildFakeDriver, fakeRuntime } from '../../../runner-cuda/test/support/fake-driver.ts';
import { missingToolkit } from '../../../runner-cuda/test/support/toolkits.ts';
import { makeFolder, startBench } from '../start-bench.ts';

const setups = ['cuda-13.0', 'cuda-13.5'];
const [a, b] = setups as [string, string];
const id = 'gemm/naive:m=37,n=19,k=23;f32';

/**
 * Real are the environments, both nvcc, the workers that they build, run, comparison and page; the GPU is a FAKE, so that
 * no number here says anything of one.
 */
it.skipIf(missingToolkit !== null)(
  'toolkits of two setups are measured in one run, compared and published by the names of these',
  async () => {
    const root = await makeFolder();
    const uv = await provideUv(process.env, undefined);
    const base = {
      PATH: `${dirname(uv.file)}:${process.env['PATH']}`,
      STACKBENCH_CACHE: join(root, 'cache'),
    };
    const bench = async (args: readonly string[], env = base) =>
      (await startBench(args, env)).ended;
    // No driver is here that could serve them.
    const made = await bench(['env', 'create', ...setups, '--force']);
    expect({ code: made.code, stderr: made.stderr }).toMatchObject({ code: 0 });
    const prefixes = setups.map((name) =>
      join(root, 'cache/environments', name, name, 'nvidia/cu13'),
    );
    for (const prefix of prefixes) await fakeRuntime(prefix);
    const folder = join(root, 'driver');
    mkdirSync(folder);
    const { PATH, LD_LIBRARY_PATH } = await buildFakeDriver(prefixes[1]!, folder);
    const env = { ...base, PATH: `${PATH}:${base.PATH}`, LD_LIBRARY_PATH };

    const file = join(root, 'run.jsonl');
    // Six launches are the fewest that have an interval.
    const typed = ['--setup', setups.join(), '--case', id, '--rounds', '6', '--out', file];
    const ran = await bench([...typed, '--no-control'], env);
    expect({ code: ran.code, stderr: ran.stderr }).toMatchObject({ code: 0 });
    const { header, outcomes } = await readRunFile(file);
    const facts = header.stacks.map((stack) => stack.facts);
    expect(facts.map((each) => readFact(each, 'setup'))).toEqual(setups);
    for (const name of ['setupDigest', 'lockDigest', 'nvccVersion'] as const) {
      expect(new Set(facts.map((each) => readFact(each, name) ?? '')).size).toBe(2);
    }
    expect(facts.map((each) => readFact(each, 'gpu'))).toEqual(['FAKE GPU', 'FAKE GPU']);
    expect(outcomes).toHaveLength(12);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'ok' });

    const compared = await bench(['compare', a, b, '--run', file]);
    expect(compared.stdout).toMatch(/B \/ A [\d.]+×, 95 % interval [\d.]+–[\d.]+/);
    expect(compared.stdout).toMatch(/A {2}setup cuda-13\.0: cuda:13\.0@cuda-13\.0/);
    expect(compared.stdout).toMatch(/\n {2}setup +cuda-13\.0 +cuda-13\.5\n/);

    const results = join(root, 'results');
    mkdirSync(join(results, 'runs'), { recursive: true });
    copyFileSync(file, join(results, 'runs/run.jsonl'));
    expect(await bench(['publish', '--results', results])).toMatchObject({ code: 0 });
    const page = readFileSync(join(results, 'README.md'), 'utf8');
    for (const name of setups) expect(page).toContain(`| setup | ${name} |`);
    const { results: published } = JSON.parse(
      readFileSync(join(results, 'results.json'), 'utf8'),
    ) as { results: { measured: { interval: unknown } }[] };
    expect(published.map(({ measured }) => measured.interval !== null)).toEqual([true, true]);
  },
  900_000,
);
