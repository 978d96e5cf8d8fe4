// @module-tag machine
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunFile } from '@stackbench/engine';
import { type Matrix, shardFile, type Stack } from '@stackbench/model';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type Ended, makeBareHome, makeFolder, startBench as start } from '../../start-bench.ts';

const cases = [16, 24, 32, 40].map((size) => `gemm/naive:m=${size},n=${size},k=${size};f32`);

const home = await mkdtemp(join(tmpdir(), 'stackbench-shard-'));
afterAll(() => rm(home, { recursive: true }));
const bareHome = await makeBareHome(home);
const startBench = (args: readonly string[]) => start(args, bareHome);
const bench = async (...args: string[]): Promise<Ended> => (await startBench(args)).ended;

/** A stack of dawn.node that can run; undefined where there is none. */
async function findStack(): Promise<string | undefined> {
  const { stdout } = await bench('list', '--json');
  const { stacks } = JSON.parse(stdout) as { stacks: Stack[] };
  return stacks.find(({ id, available }) => available && id.startsWith('webgpu:dawn/'))?.id;
}

const stack = await findStack();

async function planFleet(shards: number) {
  const folder = await makeFolder();
  const [path, results] = [join(folder, 'matrix.json'), join(folder, 'results')];
  const chosen = ['--stack', stack ?? '', ...cases.flatMap((id) => ['--case', id])];
  const planned = await bench(
    'plan',
    ...chosen,
    '--rounds',
    '2',
    '--shards',
    String(shards),
    '--out',
    path,
  );
  if (planned.code !== 0) throw new Error(planned.stderr);
  const matrix = JSON.parse(await readFile(path, 'utf8')) as Matrix;
  const shard = (index: number) => [
    'run',
    '--plan',
    path,
    '--shard',
    `${index}`,
    '--results',
    results,
  ];
  const file = (index: number) => join(results, 'shards', shardFile(matrix.matrixId, index));
  return { path, results, matrix, shard, file };
}

// Each starts bench five times.
vi.setConfig({ testTimeout: 400_000 });

describe.skipIf(stack === undefined)('with an adapter that dawn.node can use', () => {
  test('shards measured one after another are gathered as what one run measures', async () => {
    const { path, results, matrix, shard, file } = await planFleet(2);
    expect((await bench(...shard(0))).code).toBe(0);
    const early = await bench('fleet', 'gather', path, '--results', results);
    expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining('1 (it has no file)') });
    expect((await bench(...shard(1))).code).toBe(0);
    const again = await bench(...shard(1));
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('is complete') });
    const { header } = await readRunFile(file(1));
    expect(header.fleet).toMatchObject({ matrixId: matrix.matrixId, shard: 1, shards: 2 });
    expect(header.fleet?.probeNs).toHaveLength(3);
    expect((await bench('fleet', 'gather', path, '--results', results)).code).toBe(0);
    const run = await readRunFile(join(results, 'runs', `${matrix.matrixId}.jsonl`));
    const keys = run.outcomes.map((outcome) => `${outcome.case} ${outcome.round}`);
    expect(keys.toSorted()).toEqual(cases.flatMap((id) => [`${id} 0`, `${id} 1`]).toSorted());
    expect(run.outcomes.every(({ status }) => status === 'ok')).toBe(true);
  });

  test('a shard that two tasks are to measure at once is measured by one of them', async () => {
    const { shard, file } = await planFleet(1);
    // Each on a machine of its own: the file alone is common to them.
    const ended = await Promise.all([0, 1].map(() => bench(...shard(0), '--wait')));
    expect(ended.map(({ code }) => code)).toEqual([0, 0]);
    const waited = ended.filter(({ stderr }) => stderr.includes('nothing is left to measure'));
    expect(waited).toHaveLength(1);
    expect(waited[0]?.stderr).toMatch(
      /^Waiting\. Shard 0 is being measured by another task: process \d+, since 20/m,
    );
    expect((await readRunFile(file(0))).outcomes).toHaveLength(8);
  });

  test('a shard that was stopped goes on where it was, and on another node begins anew', async () => {
    const { results, matrix, shard, file } = await planFleet(1);
    const { child, ended } = await startBench(shard(0));
    child.stderr?.on('data', (text: string) => {
      if (text.includes('[2/8]')) child.kill('SIGTERM');
    });
    expect((await ended).code).toBe(130);
    const cut = await readRunFile(file(0));
    expect(cut.footer).toBeNull();

    const resumed = await bench(...shard(0));
    expect(resumed.code).toBe(0);
    const whole = await readRunFile(file(0));
    expect(whole.outcomes).toHaveLength(8);
    expect(whole.outcomes[0]).toEqual(cut.outcomes[0]);

    // As a node that failed left it.
    const lines = (await readFile(file(0), 'utf8')).split('\n').slice(0, 4);
    const elsewhere = lines
      .join('\n')
      .replace(/"nodeToken":"[0-9a-f]{12}"/, `"nodeToken":"${'0'.repeat(12)}"`);
    await writeFile(file(0), `${elsewhere}\n`);
    const anew = await bench(...shard(0));
    expect(anew.stderr).toContain('begins anew: another node had begun it');
    expect((await readRunFile(file(0))).outcomes).toHaveLength(8);
    expect((await readdir(join(results, 'shards', matrix.matrixId))).toSorted()).toEqual([
      '0.jsonl',
      '0.jsonl.begun-1',
    ]);
  });
});
