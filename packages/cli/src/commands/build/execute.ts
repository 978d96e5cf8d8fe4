import { createMatcher, quoteAll, suggest } from '@stackbench/engine';
import { type Catalog, loadCatalog } from '@stackbench/kernels';
import type { CompilerBuild } from '@stackbench/programs';
import { BenchError, defaultTunables, type Suite } from '@stackbench/model';
import { createPaint, escapeControl } from '@stackbench/report';
import { buildOnly } from '@stackbench/runner-cuda';
import { buildInEnvironments } from '@stackbench/runner-pytorch';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { stoppable } from '../../interrupts.ts';
import { createLiveArea } from '../../progress/live-area.ts';
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
  const builds = await showingProgress(err, async (onProgress) => {
    const options = {
      catalog,
      suite: findSuite(catalog, given.one('suite') ?? 'quick'),
      architectures: given.one('arch')?.split(',') ?? [],
      isWanted: (id: string) => {
        found.add(id);
        return globs.length === 0 || matchers.some((fits) => fits(id));
      },
      timeoutMs: defaultTunables.discoverTimeoutMs,
      onProgress,
      signal,
    };
    return [...(await buildOnly(options)), ...(await buildInEnvironments(options))];
  });
  if (signal.aborted) return exitCodes.interrupted;
  const stray = globs.find((_, at) => ![...found].some((id) => matchers[at]?.(id)));
  if (stray !== undefined) {
    throw new BenchError(`No compiler fits '${stray}'.${suggest(stray, found)}`, {
      fix:
        found.size === 0 ? 'Install a CUDA Toolkit.' : `Use one of ${quoteAll(found)}, or a glob.`,
    });
  }
  out.write(
    given.has('json')
      ? `${JSON.stringify({ builds }, null, 2)}\n`
      : renderBuilds(builds, out.width(), createPaint(out.color)),
  );
  return exitCodeOf(builds);
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

function findSuite(catalog: Catalog, name: string): Suite {
  const suite = catalog.suites.get(name);
  if (suite !== undefined) return suite;
  const names = [...catalog.suites.keys()];
  throw new BenchError(`There is no suite '${name}'.${suggest(name, names)}`, {
    fix: `Use one of ${names.join(', ')}.`,
  });
}

function exitCodeOf(builds: readonly CompilerBuild[]): ExitCode {
  const results = builds.flatMap(({ kernels }) => kernels.map(({ result }) => result));
  if (!results.some(({ ok }) => ok)) return exitCodes.nothingMeasured;
  const isWhole =
    results.every(({ ok }) => ok) && builds.every(({ problems }) => problems.length === 0);
  return isWhole ? exitCodes.done : exitCodes.someFailed;
}
