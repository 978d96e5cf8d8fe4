import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defaultTunables, type Matrix, matrixSchema, shardFile } from '@stackbench/model';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { fleetStatusDocumentSchema } from '../../../src/json/fleet-status-document.ts';
import { runHere } from '../../run-here.ts';
import { makeFolder } from '../../start-bench.ts';

const ids = [64, 65, 66].map((columns) => `softmax/naive:rows=64,columns=${columns};f32`);

/** As `plan` writes it. */
const matrix: Matrix = {
  version: 1,
  matrixId: '20261126T120000Z-quick-0123ab',
  createdAt: '2026-11-26T12:00:00.000Z',
  argv: ['plan'],
  commit: null,
  dirty: null,
  stackbench: '0.1.0',
  suite: 'quick',
  rounds: 2,
  tunables: defaultTunables,
  stacks: [
    {
      id: 'cuda:emulated',
      kind: 'cuda',
      software: true,
      native: true,
      computes: ['cu'],
      available: true,
      facts: {},
    },
  ],
  cases: ids.map((id, at) => ({
    id,
    operation: 'softmax',
    variant: 'naive',
    problem: `rows=64,columns=${64 + at}`,
    dataType: 'f32',
    work: 'bytes',
    flops: 1000,
    bytes: 1000,
  })),
  shards: ids.map((id, index) => ({ index, cases: [id], estimatedSeconds: 10 })),
  probe: { case: ids[0]!, stack: 'cuda:emulated' },
  nodeSalt: '0'.repeat(32),
};

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await makeFolder();
  path = join(folder, 'matrix.json');
  await writeFile(path, JSON.stringify(matrixSchema.parse(matrix)));
});

async function putShard(index: number, ...types: readonly string[]): Promise<void> {
  const file = join(folder, 'shards', shardFile(matrix.matrixId, index));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, types.map((type) => `{"type":"${type}"}\n`).join(''));
}

const fleet = (action: string, ...args: string[]) =>
  runHere('fleet', action, path, '--results', folder, ...args);

describe('fleet status', () => {
  test('counts the shards by where they stand, and says what to do next', async () => {
    await putShard(0, 'header', 'outcome', 'outcome', 'footer');
    await putShard(1, 'header', 'outcome');
    const { code, stdout } = await fleet('status');
    expect(code).toBe(0);
    expect(stdout).toContain(
      '20261126T120000Z-quick-0123ab  3 shards: 1 complete, 2 not submitted\n',
    );
    expect(stdout).toContain(`fleet submit ${path} --results ${folder} --slurm`);
  });

  test('knows when nothing is left', async () => {
    for (const index of [0, 1, 2]) await putShard(index, 'header', 'footer');
    const { stdout } = await fleet('status');
    expect(stdout).toContain('3 shards: 3 complete\n');
    expect(stdout).toContain('fleet gather');
  });
});

describe('fleet status --json', () => {
  test('is one document, of the shape that is published, with each shard', async () => {
    await putShard(0, 'header', 'outcome', 'outcome', 'footer');
    await putShard(1, 'header', 'outcome');
    const { code, stdout } = await fleet('status', '--json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as unknown;
    expect(fleetStatusDocumentSchema.parse(document)).toEqual(document);
    const logs = [0, 1, 2].map((index) => join(folder, 'shards', matrix.matrixId, `${index}.log`));
    expect(document).toEqual({
      matrixId: matrix.matrixId,
      problem: null,
      shards: [
        { index: 0, outcomes: 2, expected: 2, is: 'complete', log: logs[0] },
        { index: 1, outcomes: 1, expected: 2, is: 'unsubmitted', log: logs[1] },
        { index: 2, outcomes: 0, expected: 2, is: 'unsubmitted', log: logs[2] },
      ],
    });
  });

  test('is for status alone', async () => {
    const { code, stderr } = await fleet('gather', '--json');
    expect(code).toBe(2);
    expect(stderr).toContain('--json');
  });
});

describe('fleet submit', () => {
  test('prints a script for what is not complete, with what is meant for sbatch', async () => {
    await putShard(1, 'header', 'footer');
    const forSbatch = ['--', '--partition', 'gpu', '-t', '30'];
    const { code, stdout } = await fleet(
      'submit',
      '--slurm',
      '--dry-run',
      '--at-once=2',
      ...forSbatch,
    );
    expect(code).toBe(0);
    expect(stdout).toContain('#SBATCH --array=0,2%2\n');
    expect(stdout).toContain('#SBATCH --partition gpu -t 30\n');
    expect(stdout).toContain(`run --plan ${path} --results ${folder} --wait --shard "$shard"`);
  });

  test('starts an unpacked bundle where nodes have one', async () => {
    const { stdout } = await fleet('submit', '--slurm', '--dry-run', '--bundle', '/opt/stackbench');
    expect(stdout).toContain('\n/opt/stackbench/bench run ');
  });

  test('has nothing to do when every shard is complete', async () => {
    for (const index of [0, 1, 2]) await putShard(index, 'header', 'footer');
    expect((await fleet('submit', '--slurm')).stdout).toContain('Nothing to submit');
  });

  test('keeps the script where sbatch is not, and says so', async () => {
    vi.stubEnv('PATH', folder);
    const { code, stderr } = await fleet('submit', '--slurm');
    expect(code).toBe(2);
    expect(stderr).toContain('sbatch did not take');
    expect(stderr).toContain("Submit where Slurm's commands are");
    expect(await readFile(join(folder, 'matrix.sbatch'), 'utf8')).toContain('--array=0-2\n');
  });

  test('says where to submit when no controller answers', async () => {
    const said = 'Unable to contact slurm controller (connect failure)';
    const script = `#!/bin/sh\necho "sbatch: error: ${said}" >&2\nexit 1\n`;
    await writeFile(join(folder, 'sbatch'), script, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    const { code, stderr } = await fleet('submit', '--slurm');
    expect(code).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).toContain("Submit from where Slurm answers: 'sinfo' lists its nodes there.");
  });

  test('wants to know to whom', async () => {
    const { code, stderr } = await fleet('submit');
    expect(code).toBe(2);
    expect(stderr).toContain('Add --slurm.');
  });
});

test('fleet yaml prints a Job that starts the bundle of a volume', async () => {
  const { code, stdout } = await runHere('fleet', 'yaml', path, '--device', 'none');
  expect(code).toBe(0);
  const command = ['/bin/sh', '-c', expect.stringContaining('--plan /data/matrix.json')];
  const containers = [{ image: 'debian:12-slim', command }];
  expect(parse(stdout)).toMatchObject({
    kind: 'Job',
    spec: { completions: 3, parallelism: 3, template: { spec: { containers } } },
  });
});

test.each([
  { args: [], says: 'fleet needs to know what to do' },
  { args: ['statu', 'x'], says: "Did you mean 'status'?" },
  { args: ['status'], says: 'none is named' },
  { args: ['status', 'a', 'b'], says: 'several are named' },
  { args: ['status', 'x', '--slurm'], says: 'fleet status takes no --slurm' },
  { args: ['status', 'x', '--', '-p', 'gpu'], says: "hands nothing on that stands behind '--'" },
  { args: ['status', '/nowhere.json'], says: '/nowhere.json cannot be read' },
])('fleet $args is refused', async ({ args, says }) => {
  const { code, stderr } = await runHere('fleet', ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(says);
});
