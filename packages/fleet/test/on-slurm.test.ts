// @module-tag machine
// @module-tag long
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  bench,
  isUnderWay,
  locksOf,
  type MatrixOnSlurm,
  type Place,
  planMatrix,
} from './support/matrix-on-slurm.ts';
import { startSlurm, whyNoSlurm } from './support/slurm.ts';

const problem = whyNoSlurm();
const why = problem === null ? '' : ` (skipped: ${problem})`;

/** Cheap ones, each a problem of its own. */
function casesOf(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `softmax/naive:rows=8,columns=${8 + at};f32`);
}

/** Each case with each round, as often as shards have it. */
function measured(matrix: MatrixOnSlurm, shards: number): string[] {
  return Array.from({ length: shards }, (_, shard) => matrix.read(`${shard}.jsonl`).outcomes)
    .flat()
    .map((outcome) => `${outcome.case} round ${outcome.round}: ${outcome.status}`)
    .toSorted();
}

/** What {@link measured} says when all is well. */
function eachOnce(cases: readonly string[]): string[] {
  return cases.flatMap((id) => [0, 1].map((round) => `${id} round ${round}: ok`)).toSorted();
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(200);
}

describe.runIf(problem === null)(`on Slurm${why}`, () => {
  let place: Place;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stackbench-fleet-'));
    // Who measures is not always who owns it.
    await chmod(folder, 0o755);
    place = { folder, slurm: await startSlurm(), transcript: [] };
    for (const node of place.slurm.nodes) {
      await mkdir(locksOf(place, node), { recursive: true });
      await chmod(locksOf(place, node), 0o777);
    }
    // Compiles, which nodes would all do at once.
    const first = ['--stack', 'cuda:emulated', '--case', casesOf(1)[0]!, '--rounds', '1'];
    const options = [...first, '--timeout-start', '280', '--out', 'first.jsonl'];
    const { code, stderr } = await bench({ ...place, transcript: [] }, options);
    if (code !== 0) throw new Error(stderr);
  });

  afterAll(async () => {
    await place.slurm.stop();
    await rm(place.folder, { recursive: true, force: true });
    const file = process.env['STACKBENCH_TRANSCRIPT'];
    if (file !== undefined) await writeFile(file, place.transcript.join('\n'));
  });

  /** The states of a job's tasks that the queue still has. */
  const statesOf = async (job: string) => {
    const args = ['-h', '-r', '-j', job, '-o', '%T'];
    const states = await place.slurm.ask('squeue', ...args).catch(() => '');
    return states.split('\n').filter((state) => state !== '');
  };
  const untilEnded = (job: string) => until(async () => (await statesOf(job)).length === 0);

  test('a matrix over four nodes is what one machine would measure, each case once', async () => {
    const cases = casesOf(4);
    const matrix = await planMatrix(place, 'four', { cases, shards: 4 });
    const job = await matrix.submit('--exclusive');
    expect(await matrix.status()).toContain('4 shards: 0 complete');
    await untilEnded(job);
    expect(await matrix.status()).toContain('4 shards: 4 complete');

    const here = ['--stack', 'cuda:emulated', ...cases.flatMap((each) => ['--case', each])];
    const { stdout } = await bench({ ...place, transcript: [] }, [...here, '--dry-run', '--json']);
    const planned = (JSON.parse(stdout) as { cases: { id: string }[] }).cases.map(({ id }) => id);
    expect(measured(matrix, 4)).toEqual(eachOnce(planned));

    const fleets = [0, 1, 2, 3].map((shard) => matrix.read(`${shard}.jsonl`).header.fleet!);
    expect(new Set(fleets.map(({ nodeToken }) => nodeToken)).size).toBe(4);
    expect(fleets.map((fleet) => fleet.job)).toEqual([0, 1, 2, 3].map((at) => `${job}_${at}`));
    // --exclusive shows a task all devices of its node.
    expect(matrix.log(0)).toContain('devices given: 0,1, used: 0');
    expect((await matrix.gather()).code).toBe(0);
  }, 300_000);

  test('a node that dies is another’s turn, which begins the shard anew', async () => {
    const cases = casesOf(3);
    const matrix = await planMatrix(place, 'lost', { cases, shards: 1 });
    const job = await matrix.submit('--nodelist=n1');
    await until(() => isUnderWay(matrix, '0.jsonl'));
    place.slurm.killNode('n1');
    // It was asked for by name, and never comes back.
    const reason = () => place.slurm.ask('squeue', '-h', '-r', '-j', job, '-o', '%r');
    await until(async () => (await reason()).startsWith('ReqNodeNotAvail'));
    expect(await matrix.status()).toContain('0  will not start: ReqNodeNotAvail');
    await place.slurm.ask('scontrol', 'update', `JobId=${job}_0`, 'ReqNodeList=n2');
    await untilEnded(job);
    expect(measured(matrix, 1)).toEqual(eachOnce(cases));
    expect(matrix.read('0.jsonl.begun-1').isComplete).toBe(false);
    await place.slurm.startNode('n1');
  }, 300_000);

  test('a cancelled shard is named, and submitted again with what the first was asked for', async () => {
    const matrix = await planMatrix(place, 'cancelled', { cases: casesOf(2), shards: 2 });
    const job = await matrix.submit('--nodelist=n3');
    await until(async () => (await statesOf(job)).every((state) => state === 'RUNNING'));
    await place.slurm.ask('scancel', `${job}_1`);
    await untilEnded(job);
    expect(await matrix.status()).toMatch(/2 shards: 1 complete, 1 failed\n +1 {2}cancelled/);
    const refused = await matrix.gather();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('1 of 2 shards are missing: 1 (');
    const { stdout } = await matrix.gather('--resubmit');
    const again = /Submitted 1 shard \(1\) as job (\d+)/.exec(stdout)![1]!;
    const asked = await place.slurm.ask('scontrol', 'show', 'job', again);
    expect(asked).toContain('ReqNodeList=n3');
    await untilEnded(again);
    expect((await matrix.gather()).stdout).toContain('Gathered 2 shards of 1 node: 4 outcomes.');
  }, 300_000);

  test('a task that is put back into the queue goes on from its file', async () => {
    const cases = casesOf(3);
    const matrix = await planMatrix(place, 'requeued', { cases, shards: 1 });
    const job = await matrix.submit('--nodelist=n4');
    await until(() => isUnderWay(matrix, '0.jsonl'));
    await place.slurm.ask('scontrol', 'requeue', `${job}_0`);
    const { header, outcomes } = matrix.read('0.jsonl');
    await untilEnded(job);
    const whole = matrix.read('0.jsonl');
    expect(whole.header).toEqual(header);
    expect(whole.outcomes.slice(0, outcomes.length)).toEqual(outcomes);
    expect(measured(matrix, 1)).toEqual(eachOnce(cases));
    expect(matrix.log(0)).toContain('starts on n4: restart 1');
  }, 300_000);

  test('a task whose time is nearly over ends in good order, and goes on from its file', async () => {
    const cases = casesOf(6);
    const matrix = await planMatrix(place, 'notified', { cases, shards: 1 });
    const job = await matrix.submit('--nodelist=n2');
    await until(() => isUnderWay(matrix, '0.jsonl'));
    // As `--signal=B:TERM@60` has it sent.
    await place.slurm.ask('scancel', '--signal=TERM', '--batch', `${job}_0`);
    await untilEnded(job);
    const log = matrix.log(0);
    expect(log).toContain('goes on in another start: exit code 130');
    expect(log).toContain('starts on n2: restart 1');
    expect(log).toContain('is complete: exit code 0');
    // The file keeps what was broken off, too; a run that is gathered does not.
    expect(measured(matrix, 1).filter((each) => !each.endsWith(': interrupted'))).toEqual(
      eachOnce(cases),
    );
    expect((await matrix.gather()).stdout).toContain('Gathered 1 shard of 1 node: 12 outcomes.');
  }, 300_000);

  test('two matrices at once stay apart', async () => {
    // So many that none is done before the other begins.
    const cases = casesOf(3);
    const matrices = [
      await planMatrix(place, 'one', { cases, shards: 1 }),
      await planMatrix(place, 'other', { cases, shards: 1 }),
    ];
    const jobs = await Promise.all(matrices.map((matrix) => matrix.submit('--nodelist=n1')));
    await Promise.all(jobs.map(untilEnded));
    // On one node, each with a device and a processor of its own: neither waited for the other.
    const logs = matrices.map((matrix) => matrix.log(0));
    expect(new Set(logs.map((log) => /used: (\d)/.exec(log)?.[1]))).toEqual(new Set(['0', '1']));
    expect(logs.join('')).not.toContain('Waiting.');
    for (const matrix of matrices) expect(measured(matrix, 1)).toEqual(eachOnce(cases));
  }, 300_000);

  // Those that follow run at the same time: this one takes Slurm's minutes.
  test.concurrent('a task whose own time runs out is told before, and goes on', async () => {
    const cases = casesOf(40);
    const matrix = await planMatrix(place, 'timed', { cases, shards: 1 });
    // Slurm looks every 30 s: it tells a task from half a minute to a minute after its start.
    const job = await matrix.submit('--nodelist=n4', '--time=2');
    await untilEnded(job);
    const log = matrix.log(0);
    expect(log).toContain('goes on in another start: exit code 130');
    expect(log).toContain('is complete: exit code 0');
    expect(log).not.toContain('DUE TO TIME LIMIT');
    expect(measured(matrix, 1).filter((each) => !each.endsWith(': interrupted'))).toEqual(
      eachOnce(cases),
    );
    expect((await matrix.gather()).stdout).toContain('Gathered 1 shard of 1 node: 80 outcomes.');
  }, 600_000);

  test.concurrent('a full disk fails its shard, which goes on when there is room', async () => {
    const cases = casesOf(1);
    const matrix = await planMatrix(place, 'full', { cases, shards: 1 });
    await mkdir(matrix.folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k', 'none', matrix.folder]);
    try {
      await untilEnded(await matrix.submit());
      expect(await matrix.status()).toMatch(/1 shard: 0 complete, 1 failed\n +0 {2}/);
      execFileSync('mount', ['-o', 'remount,size=8m', matrix.folder]);
      await untilEnded(await matrix.submit());
      expect(measured(matrix, 1)).toEqual(eachOnce(cases));
    } finally {
      execFileSync('umount', [matrix.folder]);
    }
  }, 300_000);

  test.concurrent('a script that is submitted by hand as well measures each case once', async () => {
    const cases = casesOf(3);
    const matrix = await planMatrix(place, 'twice', { cases, shards: 1 });
    const job = await matrix.submit('--nodelist=n2');
    const script = join(place.folder, 'twice/matrix.sbatch');
    const again = await place.slurm.ask('sbatch', '--parsable', '--nodelist=n3', script);
    await Promise.all([job, again].map(untilEnded));
    expect(measured(matrix, 1)).toEqual(eachOnce(cases));
    expect(matrix.log(0)).toContain('Shard 0 is complete: nothing is left to measure.');
    expect(matrix.log(0).match(/fleet: shard 0 is complete: exit code 0/g)).toHaveLength(2);
  }, 300_000);

  test.concurrent('a user without a name measures, too', async () => {
    const cases = casesOf(1);
    const startedBy = 'setpriv --reuid 4242 --regid 4242 --clear-groups';
    const matrix = await planMatrix(place, 'nameless', { cases, shards: 1, startedBy });
    await mkdir(matrix.folder, { recursive: true });
    await chmod(matrix.folder, 0o777);
    await untilEnded(await matrix.submit());
    expect(measured(matrix, 1)).toEqual(eachOnce(cases));
    expect(statSync(join(matrix.folder, '0.jsonl')).uid).toBe(4242);
  }, 300_000);
});
