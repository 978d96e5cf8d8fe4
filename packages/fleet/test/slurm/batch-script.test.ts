import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type BatchScriptOptions, renderBatchScript } from '../../src/slurm/batch-script.ts';

const options: BatchScriptOptions = {
  program: ['/opt/bundle/bench'],
  matrix: '/data/my matrix.json',
  results: '/data',
  matrixId: 'm1',
  shards: [0, 1, 2, 5],
  folder: '/data/shards/m1',
  atOnce: 2,
  sbatchOptions: ['--partition=gpu', '--gres', 'gpu:1', "--comment=Ada's run"],
};

test('asks sbatch for a task a shard, and last for what its user wants', () => {
  const lines = renderBatchScript(options)
    .split('\n')
    .filter((line) => line.startsWith('#SBATCH'));
  expect(lines).toEqual([
    '#SBATCH --job-name=stackbench-m1',
    '#SBATCH --array=0-2,5%2',
    '#SBATCH --output=/data/shards/m1/%a.log --open-mode=append',
    '#SBATCH --requeue --signal=B:TERM@60',
    String.raw`#SBATCH --partition=gpu --gres gpu:1 '--comment=Ada'\''s run'`,
  ]);
});

test('tells who submits it by hand which folder has to be there', () => {
  expect(renderBatchScript(options)).toContain('\n#   mkdir -p /data/shards/m1\n');
});

test('leaves it to the scheduler how many run at once', () => {
  expect(renderBatchScript({ ...options, atOnce: null })).toContain('--array=0-2,5\n');
});

/** What stands for bench, until it is told to end. */
function worksUntilTerm(lines: string): string {
  return `trap 'exit 130' TERM\n${lines}\necho measuring\nwhile :; do sleep 0.05; done`;
}

// The script itself, in a shell; what is of Slurm in it stands in.
describe.runIf(process.platform === 'linux')('a task', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackbench-fleet-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
  });

  async function put(name: string, body: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\n${body}\n`);
    await chmod(path, 0o755);
    return path;
  }

  async function runTask(bench: string, more: { state?: string; signal?: boolean } = {}) {
    const program = [await put('bench', bench)];
    await put('squeue', `echo ${more.state ?? 'RUNNING'}`);
    await put('scontrol', `echo "$@" >"${folder}/scontrol.said"`);
    const script = await put('job', renderBatchScript({ ...options, program, folder }));
    const child = spawn('/bin/sh', [script], {
      env: {
        PATH: `${folder}:${process.env['PATH']}`,
        SLURM_ARRAY_JOB_ID: '812',
        SLURM_ARRAY_TASK_ID: '5',
        SLURMD_NODENAME: 'n2',
        CUDA_VISIBLE_DEVICES: '1,0',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (more.signal === true) {
      child.stdout.on('data', (said: Buffer) => {
        if (said.includes('measuring')) child.kill('SIGTERM');
      });
    }
    const [log, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    const requeued = await readFile(join(folder, 'scontrol.said'), 'utf8').catch(() => null);
    return { log, code: code as number, requeued };
  }

  test('measures its shard on one of the devices that it was given', async () => {
    const { log } = await runTask('echo "$CUDA_VISIBLE_DEVICES: $*"');
    expect(log).toContain('1: run --plan /data/my matrix.json --results /data --wait --shard 5\n');
    expect(log).toContain('shard 5 starts on n2: restart 0, devices given: 1,0, used: 1\n');
  });

  test.each([
    { bench: 0, task: 0, says: 'is complete: exit code 0' },
    { bench: 4, task: 0, says: 'is complete: exit code 4' },
    { bench: 2, task: 2, says: 'ended: exit code 2' },
    { bench: 70, task: 70, says: 'ended: exit code 70' },
  ])('ends with $task when bench ends with $bench', async ({ bench, task, says }) => {
    const { code, log, requeued } = await runTask(`exit ${bench}`);
    expect(code).toBe(task);
    expect(log).toContain(`fleet: shard 5 ${says}\n`);
    expect(requeued).toBeNull();
  });

  test('hands TERM on, and goes back into the queue when it came further', async () => {
    const bench = worksUntilTerm(`echo outcome >>"$(dirname "$0")/5.jsonl"`);
    const { code, requeued } = await runTask(bench, { signal: true });
    expect({ code, requeued }).toEqual({ code: 0, requeued: 'requeue 812_5\n' });
  });

  test('does not go back for ever when it came no further', async () => {
    const { code, log, requeued } = await runTask(worksUntilTerm(''), { signal: true });
    expect({ code, requeued }).toEqual({ code: 130, requeued: null });
    expect(log).toContain('--time');
  });

  test('that was cancelled stays cancelled', async () => {
    const bench = worksUntilTerm(`echo outcome >>"$(dirname "$0")/5.jsonl"`);
    const { requeued } = await runTask(bench, { signal: true, state: 'COMPLETING' });
    expect(requeued).toBeNull();
  });
});
