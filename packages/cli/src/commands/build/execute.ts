import {
  createMatcher,
  findNamed,
  isComputable,
  noSuch,
  type PlannedCase,
  selectCases,
} from '@stackbench/engine';
import { type Catalog, loadCatalog } from '@stackbench/kernels';
import { type CompilerBuild, type KernelCase, kernelCasesOf } from '@stackbench/programs';
import { createPaint, escapeControl } from '@stackbench/report';
import { timeLimitMs } from '@stackbench/workers';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { buildDocumentSchema } from '../../json/build-document.ts';
import { printJson } from '../../json/print-json.ts';
import { createLiveArea } from '../../progress/live-area.ts';
import { runnerEntries } from '../../runners.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Context } from '../command.ts';
import { renderBuilds } from './render-builds.ts';

/** `pnpm bench build` */
export async function executeBuildCommand(given: Given, context: Context): Promise<ExitCode> {
  return stoppable((signal) => buildAll(given, context, signal));
}

async function buildAll(
  given: Given,
  { terminal }: Context,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { out, err } = terminal;
  const catalog = await loadCatalog();
  const globs = given.all('stack');
  const matchers = globs.map(createMatcher);
  const found = new Set<string>();
  const counter = given.has('report') ? await passCounter(signal) : null;
  const builds = await showingProgress(err, async (onProgress) => {
    const options = {
      root: catalog.root,
      cases: chooseCases(catalog, given.one('suite') ?? 'quick', given.all('case')),
      architectures: given.one('arch')?.split(',') ?? [],
      isWanted: (id: string) => {
        found.add(id);
        return globs.length === 0 || matchers.some((fits) => fits(id));
      },
      report: counter && { countPasses: 'reason' in counter ? null : counter },
      lineInfo: given.has('lineinfo'),
      keep: given.one('keep') ?? null,
      timeoutMs: timeLimitMs('discover'),
      onProgress,
      signal,
    };
    const all: CompilerBuild[] = [];
    // One after the other: each uses all cores.
    for (const { loadBuild } of runnerEntries) {
      const build = await loadBuild?.();
      all.push(...((await build?.(options)) ?? []));
    }
    if (counter === null || !('reason' in counter)) return all;
    return all.map((each) => ({ ...each, problems: [...each.problems, counter] }));
  });
  if (signal.aborted) return exitCodes.interrupted;
  const stray = globs.find((_, at) => ![...found].some((id) => matchers[at]?.(id)));
  if (stray !== undefined) {
    const fix = 'Install a CUDA Toolkit.';
    throw noSuch(stray, { noun: 'compiler', names: found, ...(found.size === 0 ? { fix } : {}) });
  }
  out.write(
    given.has('json')
      ? printJson(buildDocumentSchema, { builds })
      : renderBuilds(builds, out.width(), createPaint(out.color)),
  );
  return exitCodeOf(builds);
}

async function passCounter(signal: AbortSignal) {
  const { createPassCounter } = await import('@stackbench/runner-cuda');
  return createPassCounter({ signal });
}

type ShowProgress = (id: string, done: number, total: number) => void;

async function showingProgress<T>(
  output: Output,
  work: (onProgress: ShowProgress) => Promise<T>,
): Promise<T> {
  if (!output.isLive) return work(() => {});
  const area = createLiveArea(output);
  try {
    return await work((id, done, total) =>
      area.draw([
        `Building with ${escapeControl(id)}: ${done} of ${total}`.slice(0, output.width() - 1),
      ]),
    );
  } finally {
    area.clear();
  }
}

const hasCuda = (planned: PlannedCase) =>
  isComputable(planned, [{ computes: ['cu'], software: false }]);

/** The cases asked for; or all of the suite's problems, in every data type that a variant has. */
function chooseCases(
  catalog: Catalog,
  suiteName: string,
  filters: readonly string[],
): KernelCase[] {
  const suite = findNamed(catalog.suites, 'suite', suiteName);
  if (filters.length === 0) return kernelCasesOf(catalog, suite);
  return selectCases(catalog, suite, filters, hasCuda).map(({ record, ...rest }) => ({
    ...rest,
    dataType: record.dataType,
  }));
}

function exitCodeOf(builds: readonly CompilerBuild[]): ExitCode {
  const results = builds.flatMap(({ kernels }) => kernels.map(({ result }) => result));
  if (!results.some(({ ok }) => ok)) return exitCodes.nothingMeasured;
  const isWhole =
    results.every(({ ok }) => ok) && builds.every(({ problems }) => problems.length === 0);
  return isWhole ? exitCodes.done : exitCodes.someFailed;
}
