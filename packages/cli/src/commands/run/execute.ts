import { availableParallelism, loadavg } from 'node:os';
import {
  checkResumable,
  createHeader,
  createRunFile,
  defaultRunPath,
  isFinished,
  readRunFile,
  reopenRunFile,
  type RunFile,
  type RunPlan,
} from '@stackbench/engine';
import { readProvenance } from '../../read-provenance.ts';
import { count, escapeControl, hang } from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { findResultsFolder } from '../../user-paths.ts';
import { findDifferences, readProven } from '../../proven-libraries.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Context } from '../command.ts';
import { describeLeftOut, describeUnavailable } from '../describe-stacks.ts';
import { describePlan } from './describe-plan.ts';
import { provideSetups } from '../../setups/provide-setups.ts';
import { executeShard } from './execute-shard.ts';
import { measure } from './measure.ts';
import { readRunOptions, readShardOptions, type RunOptions } from './options.ts';
import { findOwnDevices } from './own-devices.ts';
import { prepareVisibly } from './prepare-visibly.ts';
import type { Prepared } from './prepare.ts';
import { planAsJson } from './run-json.ts';
import { showRun } from './show-run.ts';
import { withDevices } from './with-devices.ts';

/** `pnpm bench [run]` */
export async function executeRunCommand(
  given: Given,
  { terminal, argv }: Context,
): Promise<ExitCode> {
  const shard = readShardOptions(given);
  if (shard !== null) return executeShard(shard, { terminal, argv });
  const options = readRunOptions(given);
  return withDevices(options.wait, terminal, async ({ locks, signal, leaveInterrupts }) => {
    const { resume, dryRun, json, quiet } = options;
    const earlier = resume === undefined ? null : await readRunFile(resume);
    if (resume !== undefined && earlier !== null && isFinished(earlier) && !dryRun) {
      if (!quiet) terminal.err.write('This run is finished: nothing is left to measure.\n');
      return showRun(earlier, resume, options, false, terminal);
    }
    const setups = await provideSetups(options, signal, terminal.err);
    if (!dryRun) await locks.reserve(await findOwnDevices(options.tunables));
    if (signal.aborted) return exitCodes.interrupted;
    const wanted = { ...options, setups };
    const prepared = await prepareVisibly(wanted, earlier, signal, locks, terminal.err);
    leaveInterrupts();
    if (signal.aborted) return exitCodes.interrupted;
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
      terminal.err.write(describeLoad(loadavg()[0] ?? 0, terminal.err));
    }
    const file = await openRunFile(prepared, options, argv);
    return measure(prepared, file, options, terminal);
  });
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

async function openRunFile(
  { plan, earlier }: Prepared,
  { resume, out }: RunOptions,
  argv: readonly string[],
): Promise<RunFile> {
  const provenance = await readProvenance();
  if (earlier !== null && resume !== undefined) {
    await checkResumable(plan, earlier, provenance);
    return reopenRunFile(resume);
  }
  const header = createHeader(plan, { argv, startedAt: new Date(), ...provenance });
  return createRunFile(out ?? defaultRunPath(findResultsFolder(), header), header);
}
