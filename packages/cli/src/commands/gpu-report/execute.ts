import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { selectStacks } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { BenchError, mostRounds, type Stack } from '@stackbench/model';
import { createPaint, quoteWord } from '@stackbench/report';
import { timeLimitMs } from '@stackbench/workers';
import type { Given } from '../../arguments/option.ts';
import { parseOptions } from '../../arguments/parse-options.ts';
import { readNumber } from '../../arguments/read-number.ts';
import { discoverStacks } from '../../discover-stacks.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { writeFiles } from '../../files/write-files.ts';
import { runnerEntries } from '../../runners.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { resolveUserPath, shortenPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { crossCheckCommand } from '../cross-check/command.ts';
import { doctorCommand } from '../doctor/command.ts';
import { publishCommand } from '../publish/command.ts';
import { runCommand } from '../run/command.ts';
import { planReport, type ReportStep } from './plan-report.ts';

const commands = {
  doctor: doctorCommand,
  run: runCommand,
  'cross-check': crossCheckCommand,
  publish: publishCommand,
};

/** `pnpm bench gpu-report` */
export async function executeGpuReportCommand(
  given: Given,
  { terminal }: Context,
): Promise<ExitCode> {
  const folder = resolveUserPath(given.one('results') ?? 'gpu-report');
  const steps = planReport(
    await loadCatalog(),
    {
      folder,
      stacks: await chooseStacks(given.all('stack')),
      suites: given.has('suite') ? given.all('suite') : ['standard', 'llm', 'resnet50'],
      cases: given.all('case'),
      rounds: readNumber(given, 'rounds', { least: 1, most: mostRounds, whole: true }) ?? 7,
    },
    existsSync,
  );
  if (given.has('dry-run')) {
    terminal.out.write(steps.map(describeStep).join('\n'));
    return exitCodes.done;
  }
  const ended: ExitCode[] = [];
  for (const [at, step] of steps.entries()) {
    const { err } = terminal;
    err.write(`\n${createPaint(err.color)('top', `${at + 1}/${steps.length}  ${step.title}`)}\n`);
    const exitCode = await execute(step, terminal);
    if (exitCode === exitCodes.interrupted) {
      err.write('Interrupted: the same command goes on from here.\n');
      return exitCode;
    }
    // What doctor finds is in the report, and no failure of it.
    if (step.command === 'run') ended.push(exitCode);
  }
  terminal.out.write(`\nThe report is in ${shortenPath(folder)}: open its index.html.\n`);
  return exitCodeOf(ended);
}

/** @throws BenchError where there is none, or one that was named cannot run */
async function chooseStacks(globs: readonly string[]): Promise<Stack[]> {
  const timeoutMs = timeLimitMs('discover');
  const found = await discoverStacks(runnerEntries, { timeoutMs, wanted: globs });
  const stacks = selectStacks(found, globs)
    .map(({ stack }) => stack)
    .filter(({ software }) => globs.length > 0 || !software);
  if (stacks.length > 0) return stacks;
  throw new BenchError(
    'No stack of this machine computes on a GPU, so there is nothing to report',
    {
      fix: "'pnpm bench doctor' tells why. To try the report itself, name stacks that compute on the CPU: --stack 'webgpu:dawn/*' --suite quick --rounds 1.",
    },
  );
}

async function execute(step: ReportStep, terminal: Terminal): Promise<ExitCode> {
  const { args, kept } = step;
  const command = commands[step.command];
  const { name, options, operands } = command;
  const [given, run] = await Promise.all([
    parseOptions(name, args, options, operands),
    command.load(),
  ]);
  if (step.command === 'run' && !given.has('resume')) {
    await mkdir(dirname(given.one('out')!), { recursive: true });
  }
  const argv = step.command === 'run' ? args : [name, ...args];
  if (kept === undefined) return run(given, { terminal, argv });
  const texts: string[] = [];
  const write = (text: string) => {
    texts.push(text);
    terminal.out.write(text);
  };
  const out = { ...terminal.out, write, color: false };
  const exitCode = await run(given, { terminal: { ...terminal, out }, argv });
  await writeFiles(dirname(kept), new Map([[basename(kept), Buffer.from(texts.join(''))]]));
  return exitCode;
}

/** As of one run: some failed where any did, and nothing was measured where none did. */
function exitCodeOf(ended: readonly ExitCode[]): ExitCode {
  if (ended.includes(exitCodes.someFailed)) return exitCodes.someFailed;
  return ended.includes(exitCodes.done) ? exitCodes.done : exitCodes.nothingMeasured;
}

function describeStep({ title, command, args }: ReportStep): string {
  const typed = args.map((arg) => (arg.startsWith('--') ? arg : quoteWord(arg)));
  return `# ${title}\npnpm bench ${[command, ...typed].join(' ')}\n`;
}
