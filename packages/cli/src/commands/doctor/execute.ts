import {
  type DoctorReport,
  type Experiment,
  type ExperimentKind,
  findFindings,
  loadRules,
  withoutHome,
} from '@stackbench/doctor';
import { escapeControl } from '@stackbench/report/text';
import { timeLimitMs } from '@stackbench/workers';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { keepProven } from '../../proven-libraries.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Context } from '../command.ts';
import { type Gathered, gatherLayers } from './gather-layers.ts';
import { type DoctorOptions, readDoctorOptions } from './options.ts';
import { present } from './present.ts';
import { runExperiments } from './run-experiments.ts';

/** `pnpm bench doctor` */
export async function executeDoctorCommand(given: Given, context: Context): Promise<ExitCode> {
  return stoppable((signal) => examine(given, context, signal));
}

async function examine(
  given: Given,
  { terminal }: Context,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out, err } = terminal;
  const options = await readDoctorOptions(given);
  const gathered = await gather(options, err, signal);
  const { layers } = gathered;
  const experiments = await experiment(gathered, options.experiments, err, signal);
  if (signal.aborted) return exitCodes.interrupted;
  await keepProven(layers.environments);
  const report: DoctorReport = withoutHome({
    schemaVersion: 1,
    ...layers,
    findings: findFindings(layers, await loadRules()),
    ...(options.experiments.length === 0 ? {} : { experiments }),
  });
  out.write(await present(report, options, out));
  const hasErrors = report.findings.some(({ severity }) => severity === 'error');
  return hasErrors ? exitCodes.regressed : exitCodes.done;
}

async function experiment(
  { layers, survey, subjects, cache }: Gathered,
  kinds: readonly ExperimentKind[],
  err: Output,
  signal: AbortSignal,
): Promise<Experiment[]> {
  return runExperiments({
    kinds,
    survey,
    subjects,
    cache,
    environments: layers.environments,
    toolkits: layers.toolkits,
    timeoutMs: timeLimitMs('discover'),
    signal,
    onExperiment: (done, total) =>
      showProgress(err, `experiment ${done} of ${total}`, done === total),
  });
}

async function gather(
  { environmentGlobs: globs, fast, anew }: DoctorOptions,
  err: Output,
  signal: AbortSignal,
): Promise<Gathered> {
  const found = new Set<string>();
  const fits = globs.length === 0 ? () => true : await createFilter(globs);
  const gathered = await gatherLayers({
    timeoutMs: timeLimitMs('discover'),
    signal,
    fast,
    anew,
    isWanted: (id) => {
      found.add(id);
      return fits(id);
    },
    onEnvironment: ({ id }, done, total) =>
      showProgress(err, `${escapeControl(id)} (${done} of ${total})`, done === total),
  });
  if (globs.length > 0) await refuseStray(globs, found);
  return gathered;
}

// The engine is imported where there is a glob alone: doctor is to be quick without.

async function createFilter(globs: readonly string[]): Promise<(id: string) => boolean> {
  const { createMatcher } = await import('@stackbench/engine');
  const matchers = globs.map(createMatcher);
  return (id) => matchers.some((fits) => fits(id));
}

/** @throws BenchError for a glob that nothing fits */
async function refuseStray(globs: readonly string[], ids: ReadonlySet<string>): Promise<void> {
  const { findFitting } = await import('@stackbench/engine');
  for (const glob of globs) findFitting(glob, { noun: 'environment', names: ids });
}

/** A line that the next one takes the place of. */
function showProgress(err: Output, text: string, isLast: boolean): void {
  if (err.isLive) err.write(isLast ? '\r\u001B[2K' : `\r\u001B[2K${text}`);
}
