import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultTunables, type Matrix, matrixSchema } from '@stackbench/model';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { makeShard } from '../../../../engine/test/fleet/make-shards.ts';
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

/** Of its two outcomes all are there, unless it is said. */
async function putShard(index: number, cutAfter?: number): Promise<void> {
  const more = cutAfter === undefined ? {} : { cutAfter };
  await makeShard(matrix, index, join(folder, 'shards'), more);
}

const fleet = (action: string, ...args: string[]) =>
  runHere('fleet', action, path, '--results', folder, ...args);

describe('fleet status', () => {
  test('counts the shards by where they stand, and says what to do next', async () => {
    await putShard(0);
    await putShard(1, 1);
    const { code, stdout } = await fleet('status');
    expect(code).toBe(0);
    expect(stdout).toContain(
      '20261126T120000Z-quick-0123ab  3 shards: 1 complete, 2 not submitted\n',
    );
    expect(stdout).toContain(`fleet submit ${path} --results ${folder} --slurm`);
  });

  test('knows when nothing is left', async () => {
    for (const index of [0, 1, 2]) await putShard(index);
    const { stdout } = await fleet('status');
    expect(stdout).toContain('3 shards: 3 complete\n');
    expect(stdout).toContain('fleet gather');
  });
});

describe('a matrix that was changed since its shards were measured', () => {
  const differs = 'its stacks, cases, rounds or tunables are not those of the matrix';

  beforeEach(async () => {
    for (const index of [0, 1]) await putShard(index);
    await writeFile(path, JSON.stringify({ ...matrix, rounds: 3 }));
  });

  test('is told by fleet status, with what to do', async () => {
    const { code, stdout } = await fleet('status');
    expect(code).toBe(0);
    const [first, ...rest] = stdout.split('\n');
    expect(first).toBe(
      `${matrix.matrixId}  3 shards: 0 complete, 1 not submitted, 2 of another matrix`,
    );
    expect(rest.join(' ').replaceAll(/\s+/g, ' ').trim()).toBe(
      `0-1 not of this matrix: ${differs} Give matrix.json as it was when they were measured; or, to measure what it says now, move their files away.`,
    );
    const document = JSON.parse((await fleet('status', '--json')).stdout) as { shards: unknown[] };
    expect(document.shards[1]).toMatchObject({ is: 'foreign', reason: differs });
  });

  test('is not submitted, as nobody could gather what came of it', async () => {
    const { code, stderr } = await fleet('submit', '--slurm');
    expect(code).toBe(2);
    expect(stderr).toContain(differs);
    expect(stderr).toContain('Give matrix.json as it was when they were measured');
  });
});

describe('fleet status --json', () => {
  test('is one document, of the shape that is published, with each shard', async () => {
    await putShard(0);
    await putShard(1, 1);
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

/** Stands in for Slurm: it takes its time over a job, and then has it in the queue. */
async function putSlurm(): Promise<void> {
  const submitted = join(folder, 'submitted');
  const tools = {
    sbatch: `sleep 0.5; echo 812 | tee -a "${submitted}"`,
    squeue: `for shard in 0 1 2; do echo "$shard|PENDING||0:00|Priority"; done`,
    sacct: 'exit 1',
  };
  for (const [name, lines] of Object.entries(tools)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  }
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
}

describe('fleet submit', () => {
  test('prints a script for what is not complete, with what is meant for sbatch', async () => {
    await putShard(1);
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
    for (const index of [0, 1, 2]) await putShard(index);
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

  test('makes one job of a matrix that is submitted twice, at once or one after the other', async () => {
    await putSlurm();
    const both = await Promise.all([fleet('submit', '--slurm'), fleet('submit', '--slurm')]);
    const [done, refused] = both.toSorted((a, b) => Number(a.code) - Number(b.code));
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Submitted 3 shards (0-2) as job 812.'),
    });
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/is being\s+submitted by another command: process \d+/),
    });
    expect((await fleet('submit', '--slurm')).stdout).toBe(
      'Nothing to submit: every shard is complete, or in the queue.\n',
    );
    expect(await readFile(join(folder, 'submitted'), 'utf8')).toBe('812\n');
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
