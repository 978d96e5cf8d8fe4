import { availableParallelism, loadavg } from 'node:os';
import {
  checkResumable,
  createHeader,
  createRunFile,
  defaultRunPath,
  executeRun,
  isFinished,
  readCommit,
  readRunFile,
  reopenRunFile,
  type RunFile,
  type RunPlan,
} from '@stackbench/engine';
import { installation } from '@stackbench/installation';
import type { Run } from '@stackbench/model';
import { count, escapeControl, hang } from '@stackbench/report';
import { describeMachine } from '@stackbench/stacks';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findResultsFolder } from '../../user-paths.ts';
import { createLiveArea } from '../../progress/live-area.ts';
import {
  createLiveDisplay,
  createPlainDisplay,
  noDisplay,
  type ProgressDisplay,
} from '../../progress/show-progress.ts';
import { findDifferences, readProven } from '../../proven-libraries.ts';
import type { Output, Terminal } from '../../terminal/terminal.ts';
import type { Context } from '../command.ts';
import { describeLeftOut, describeUnavailable } from '../describe-stacks.ts';
import { describePlan } from './describe-plan.ts';
import { provideSetups } from '../../setups/provide-setups.ts';
import { handleInterrupts } from '../../interrupts.ts';
import { readRunOptions, type RunOptions } from './options.ts';
import { findOwnDevices } from './own-devices.ts';
import { createLocks, type Locks } from './locks.ts';
import { type Prepared, prepareRun } from './prepare.ts';
import { planAsJson } from './run-json.ts';
import { showRun } from './show-run.ts';

/** `pnpm bench [run]` */
export async function executeRunCommand(
  given: Given,
  { terminal, argv }: Context,
): Promise<ExitCode> {
  const options = readRunOptions(given);
  const interruption = new AbortController();
  const locks = createLocks({
    wait: options.wait,
    signal: interruption.signal,
    onWait: (reason) => terminal.err.write(`Waiting. ${escapeControl(reason)}\n`),
  });
  // Until something is measured there is nothing to bring to an end.
  const ignoreInterrupts = handleInterrupts({
    onFirst: () => interruption.abort(),
    onSecond: () => {},
  });
  try {
    const { resume, dryRun, json, quiet } = options;
    const earlier = resume === undefined ? null : await readRunFile(resume);
    if (resume !== undefined && earlier !== null && isFinished(earlier) && !dryRun) {
      if (!quiet) terminal.err.write('This run is finished: nothing is left to measure.\n');
      return showRun(earlier, resume, options, false, terminal);
    }
    const setups = await provideSetups(options, interruption.signal, terminal.err);
    if (!dryRun) await locks.reserve(await findOwnDevices(options.tunables));
    if (interruption.signal.aborted) return exitCodes.interrupted;
    const prepared = await prepareVisibly(
      { ...options, setups },
      earlier,
      interruption.signal,
      locks,
      terminal.err,
    );
    ignoreInterrupts();
    if (interruption.signal.aborted) return exitCodes.interrupted;
    const { plan, found, finished, leftOut } = prepared;
    locks.keepOnly(plan.stacks.map(({ stack }) => stack));
    if (plan.stacks.length === 0) {
      terminal.err.write(describeUnavailable(found, terminal.err));
      return exitCodes.nothingMeasured;
    }
    if (dryRun) {
      const { out } = terminal;
      out.write(json ? planAsJson(plan) : describePlan(plan, finished.length, out));
      return exitCodes.done;
    }
    if (!quiet) {
      terminal.err.write(describeLeftOut(leftOut, terminal.err));
      terminal.err.write(describeDifferences(plan, terminal.err));
    }
    if (!quiet) terminal.err.write(describeLoad(loadavg()[0] ?? 0, terminal.err));
    const file = await openRunFile(prepared, options, argv);
    return await measure(prepared, file, options, terminal);
  } finally {
    ignoreInterrupts();
    locks.release();
  }
}

/** That other programs compute, where they do: what is measured on the CPU then says little. */
function describeLoad(load: number, err: Output): string {
  const processors = availableParallelism();
  // Looking for stacks is a load of its own, which a minute's mean holds a little of.
  if (load <= processors) return '';
  const text = `The load of this machine is ${load.toFixed(1)} on ${count(processors, 'processor')}: close other programs, or times on the CPU, and call latencies, tell of them too.`;
  return hang('', text, err.width())
    .map((line) => `${line}\n`)
    .join('');
}

/** What serves stacks now and did not when doctor looked. */
function describeDifferences({ stacks }: RunPlan, err: Output): string {
  const differences = findDifferences(
    stacks.map(({ stack }) => stack),
    readProven(),
  );
  if (differences.length === 0) return '';
  return [...differences, "'pnpm bench doctor' tells why."]
    .flatMap((line) => hang('', escapeControl(line), err.width()))
    .map((line) => `${line}\n`)
    .join('');
}

/** Finding stacks takes a moment, and longer where something hangs: a terminal says so. */
async function prepareVisibly(
  options: RunOptions,
  earlier: Run | null,
  signal: AbortSignal,
  locks: Locks,
  output: Output,
): Promise<Prepared> {
  const area = output.isLive && !options.quiet ? createLiveArea(output) : null;
  area?.draw(['Looking for stacks …']);
  try {
    return await prepareRun(options, earlier, signal, async (stacks) => {
      await locks.take(stacks.map(({ stack }) => stack));
      area?.draw([`Looking into ${count(stacks.length, 'stack')} …`]);
    });
  } finally {
    area?.clear();
  }
}

async function openRunFile(
  { plan, earlier }: Prepared,
  { resume, out }: RunOptions,
  argv: readonly string[],
): Promise<RunFile> {
  const { root, version, build } = installation;
  const [machine, { commit, dirty }] = await Promise.all([
    describeMachine(),
    build ?? readCommit(root),
  ]);
  const provenance = { commit, dirty, version, machine };
  if (earlier !== null && resume !== undefined) {
    await checkResumable(plan, earlier, provenance);
    return reopenRunFile(resume);
  }
  const header = createHeader(plan, { argv, startedAt: new Date(), ...provenance });
  return createRunFile(out ?? defaultRunPath(findResultsFolder(), header), header);
}

async function measure(
  { plan, finished }: Prepared,
  file: RunFile,
  options: RunOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const display = createDisplay(plan, finished, options, terminal.err);
  const interruption = new AbortController();
  let lastMs = performance.now();
  const ignoreInterrupts = handleInterrupts({
    onFirst: () => {
      display.note('Stopping; once more to stop at once.');
      interruption.abort();
    },
    onSecond: () => display.end(),
  });
  try {
    await executeRun(plan, {
      finished,
      signal: interruption.signal,
      onEvent: (event) => {
        if (event.type === 'outcome') {
          const nowMs = performance.now();
          file.append({ ...event.outcome, tookNs: Math.round((nowMs - lastMs) * 1e6) });
          lastMs = nowMs;
        }
        display.onEvent(event);
      },
    });
    if (!interruption.signal.aborted) file.finish(new Date());
  } finally {
    display.end();
    ignoreInterrupts();
    file.close();
  }
  const run = await readRunFile(file.path);
  return showRun(run, file.path, options, interruption.signal.aborted, terminal);
}

function createDisplay(
  plan: RunPlan,
  finished: Prepared['finished'],
  { quiet }: RunOptions,
  output: Output,
): ProgressDisplay {
  if (quiet) return noDisplay;
  const create = output.isLive ? createLiveDisplay : createPlainDisplay;
  return create(plan, finished, output);
}
