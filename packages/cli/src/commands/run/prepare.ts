import { loadCatalog } from '@stackbench/kernels';
import {
  byMaskedId,
  finishedOutcomes,
  planRun,
  type RunPlan,
  settleStacks,
} from '@stackbench/engine';
import {
  defaultTunables,
  type Header,
  type Outcome,
  type Run,
  type Stack,
} from '@stackbench/model';
import type { FoundStack, RunnableStack } from '@stackbench/workers';
import { discoverStacks } from '../../discover-stacks.ts';
import { runnerEntries } from '../../runners.ts';
import { stacksOfSetups } from '../../setups/stacks-of-setups.ts';
import type { RunOptions } from './options.ts';

/** All that is known before anything is measured. */
export interface Prepared {
  plan: RunPlan;
  /** The earlier part of the run; null for a new one. */
  earlier: Run | null;
  /** What it has measured. */
  finished: readonly Outcome[];
  /** Everything that was found. */
  found: readonly Stack[];
  /** Stacks that were to run, until a closer look showed that they cannot. */
  leftOut: readonly Stack[];
}

/**
 * Finds the stacks and plans the run, or the rest of an earlier one. Unless it is a dry run, those that will run are
 * looked at closely.
 * @param onInspect called with stacks before they are made to compute
 * @throws BenchError for a suite, case or stack that is unknown, a run that cannot be resumed, or when
 * none is left of the stacks that were asked for
 */
export async function prepareRun(
  options: RunOptions,
  earlier: Run | null,
  signal: AbortSignal,
  onInspect: (stacks: readonly RunnableStack[]) => void | Promise<void>,
): Promise<Prepared> {
  const asked = earlier?.header.tunables ?? options.tunables;
  const { discoverTimeoutMs } = { ...defaultTunables, ...asked };
  const entries =
    options.setups.length === 0
      ? runnerEntries
      : runnerEntries.filter(({ fromSetups }) => fromSetups === true);
  const wanted = earlier === null ? options.stackGlobs : idsOf(earlier.header);
  const [catalog, all] = await Promise.all([
    loadCatalog(),
    discoverStacks(entries, { timeoutMs: discoverTimeoutMs, signal, wanted }),
  ]);
  const { found, globs, leftOut } = await narrow(all, options);
  const { suite, cases, stackGlobs, rounds, control, tunables } =
    earlier === null ? { ...options, stackGlobs: globs } : await optionsOf(earlier.header, found);
  const draft = async (
    stacks: readonly FoundStack[],
    settledOut: readonly FoundStack[],
  ): Promise<Prepared> => {
    const plan = planRun({ catalog, stacks, suite, cases, stackGlobs, rounds, control, tunables });
    return {
      plan,
      earlier,
      finished: earlier === null ? [] : await finishedOutcomes(plan, earlier),
      found: stacks.map(({ stack }) => stack),
      leftOut: [...leftOut, ...settledOut].map(({ stack }) => stack),
    };
  };
  // What was asked for is judged before anything is started.
  const first = await draft(found, []);
  if (options.dryRun || signal.aborted) return first;
  const timeoutMs = first.plan.tunables.startTimeoutMs;
  const settled = await settleStacks(found, stackGlobs, { timeoutMs, signal, onInspect });
  return draft(settled.stacks, settled.leftOut);
}

/** What was found, as far as setups let it count. */
async function narrow(
  all: readonly FoundStack[],
  { setups, stackGlobs }: RunOptions,
): Promise<{
  found: readonly FoundStack[];
  globs: readonly string[];
  leftOut: readonly FoundStack[];
}> {
  const idOf = await createIdReader(all);
  const named = stackGlobs.map(idOf);
  if (setups.length === 0) return { found: all, globs: named, leftOut: [] };
  const { chosen, leftOut } = stacksOfSetups(all, setups);
  const globs = named.length === 0 ? chosen.map(({ stack }) => stack.id) : named;
  return { found: [...chosen, ...leftOut], globs, leftOut };
}

type Wanted = Pick<
  RunOptions,
  'suite' | 'cases' | 'stackGlobs' | 'rounds' | 'control' | 'tunables'
>;

/** Reads a stack as a run file or what was published of it names it, with what is private masked. */
async function createIdReader(found: readonly FoundStack[]): Promise<(named: string) => string> {
  const stacks = await byMaskedId(found);
  return (named) => stacks.get(named)?.stack.id ?? named;
}

/** The options that lead to the plan of a run. */
async function optionsOf(header: Header, found: readonly FoundStack[]): Promise<Wanted> {
  const idOf = await createIdReader(found);
  return {
    suite: header.suite,
    cases: header.cases.map(({ id }) => id),
    stackGlobs: idsOf(header).map(idOf),
    rounds: header.rounds,
    control: header.stacks.some(({ controlOf }) => controlOf !== undefined),
    tunables: header.tunables,
  };
}

/** Of all stacks of a run but its controls. */
function idsOf({ stacks }: Header): string[] {
  return stacks.filter(({ controlOf }) => controlOf === undefined).map(({ id }) => id);
}
