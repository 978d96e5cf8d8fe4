import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readRunFile } from '@stackbench/engine';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { stubbornStack } from './stubborn-deno.ts';
import { bin, type TormentedMachine } from './tormented-machine.ts';

/** Uniform in [0, 1). */
export type Random = () => number;

export function seedRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

const cases = [16, 24].map((size) => `gemm/naive:m=${size},n=${size},k=${size};f32`);
const rounds = 2;
const [expected, longestMs] = [cases.length * rounds, 60_000];

/** Kills runs at random moments and resumes them, until `kills` have hit one; what is wrong then, in words. */
export async function killAtRandom(
  machine: TormentedMachine,
  kills: number,
  random: Random,
): Promise<{ kills: number; runs: number; problems: string[] }> {
  const problems: string[] = [];
  let hits = 0;
  let runs = 0;
  for (; hits < kills; runs++) {
    const out = join(machine.folder, `killed-${runs}.jsonl`);
    let kept: string[] = [];
    for (let isWhole = false; !isWhole;) {
      const run = start(machine, argumentsFor(out, 'webgpu:dawn/swiftshader'));
      if (hits < kills) void killLater(run, out, random);
      await once(run, 'exit');
      if (run.signalCode === 'SIGKILL') hits++;
      else if (run.exitCode !== 0) problems.push(`run ${runs} ended with ${run.exitCode}`);
      const now = wholeLines(out);
      if (kept.some((line, at) => now[at] !== line)) problems.push(`run ${runs} lost a line`);
      kept = now;
      isWhole = run.signalCode === null;
    }
    problems.push(...(await describeFlaws(out)).map((flaw) => `run ${runs} ${flaw}`));
  }
  // The next start sweeps what the killed ones could not.
  await once(start(machine, ['list', '--stack', 'webgpu:*']), 'exit');
  await delay(100);
  return { kills: hits, runs, problems: [...problems, ...machine.leftovers()] };
}

/** Sends a signal twice to a run whose worker ignores it, at a random moment; what is wrong then. */
export async function interruptTwice(
  machine: TormentedMachine,
  signal: NodeJS.Signals,
  random: Random,
): Promise<string[]> {
  const out = join(machine.folder, 'interrupted.jsonl');
  await rm(out, { force: true });
  const run = start(machine, argumentsFor(out, stubbornStack));
  const exited = once(run, 'exit');
  // Earlier nobody listens yet, and it ends as any process does.
  const isEarly = random() < 0.3;
  await (isEarly ? delay(300 + 2000 * random()) : waitForLines(run, out, 1));
  await delay(1000 * random());
  run.kill(signal);
  await delay(400 * random());
  run.kill(signal);
  await exited;
  const isHandled = run.exitCode === 130 || run.exitCode === 0 || run.signalCode === signal;
  return [
    ...(isHandled ? [] : [`it ended with ${run.exitCode ?? run.signalCode}`]),
    ...machine.leftovers(),
    ...wholeLines(out).filter((line) => !isJson(line)),
  ];
}

function argumentsFor(out: string, stack: string): string[] {
  if (existsSync(out)) return ['--resume', out];
  const chosen = cases.flatMap((id) => ['--case', id]);
  return ['--stack', stack, ...chosen, '--rounds', String(rounds), '--no-control', '--out', out];
}

function start(machine: TormentedMachine, args: readonly string[]): ChildProcess {
  const { env } = machine;
  return spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'ignore', 'ignore'] });
}

async function killLater(run: ChildProcess, out: string, random: Random): Promise<void> {
  const [moment, had] = [random(), wholeLines(out).length];
  if (random() < 0.7) await waitForLines(run, out, had + 1);
  await delay(1500 * moment);
  run.kill('SIGKILL');
}

async function waitForLines(run: ChildProcess, out: string, count: number): Promise<void> {
  const deadline = performance.now() + longestMs;
  const isOver = () => run.exitCode !== null || run.signalCode !== null;
  while (wholeLines(out).length < count && !isOver() && performance.now() < deadline)
    await delay(20);
}

function wholeLines(path: string): string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

async function describeFlaws(path: string): Promise<string[]> {
  const { outcomes, footer } = await readRunFile(path);
  const keys = new Set(outcomes.map(({ case: id, stack, round }) => `${id} ${stack} ${round}`));
  const failed = outcomes.filter(({ status }) => status !== 'ok');
  return [
    ...(keys.size === expected ? [] : [`has ${keys.size} of ${expected} outcomes`]),
    ...(outcomes.length === keys.size ? [] : [`has ${outcomes.length - keys.size} doubled`]),
    ...failed.map(({ status, round }) => `failed in round ${round}: ${status}`),
    ...(footer === null ? ['has no end'] : []),
  ];
}
