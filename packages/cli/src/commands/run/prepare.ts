import { loadCatalog } from '@stackbench/kernels';
import {
  currentIdentity,
  finishedOutcomes,
  planRun,
  readRunFile,
  type RunPlan,
  scrub,
} from '@stackbench/engine';
import { defaultTunables, type Header, type Outcome, type Stack } from '@stackbench/model';
import { type Discovery, discoverStacks } from '../../discover-stacks.ts';
import { inspectStacks } from '../../inspect-stacks.ts';
import { runnerEntries } from '../../runners.ts';
import type { RunOptions } from './options.ts';

/** What a run would do with the stacks as they were found. */
export interface Draft {
  plan: RunPlan;
  discovery: Discovery;
  /** What an earlier part of the run has measured. */
  finished: readonly Outcome[];
  /** The same for stacks that are known better. */
  redraft(stacks: Stack[]): Draft;
}

/** All that is known before anything is measured. */
export interface Prepared extends Draft {
  /** Stacks that were to run, until a closer look showed that they cannot. */
  leftOut: readonly Stack[];
}

/**
 * Finds the stacks and plans the run, or its rest.
 * @throws BenchError for a suite, case or stack that is unknown, or a run that cannot be resumed
 */
export async function draftRun(options: RunOptions, signal: AbortSignal): Promise<Draft> {
  const earlier = options.resume === undefined ? null : await readRunFile(options.resume);
  const [catalog, discovery] = await Promise.all([
    loadCatalog(),
    discoverStacks(runnerEntries, { timeoutMs: defaultTunables.discoverTimeoutMs, signal }),
  ]);
  const wanted = earlier === null ? options : optionsOf(earlier.header, discovery.stacks);
  const { suite, cases, stackGlobs, rounds, control, tunables } = wanted;
  const draft = (stacks: Stack[]): Draft => {
    const plan = planRun({ catalog, stacks, suite, cases, stackGlobs, rounds, control, tunables });
    return {
      plan,
      discovery: { ...discovery, stacks },
      finished: earlier === null ? [] : finishedOutcomes(plan, earlier),
      redraft: draft,
    };
  };
  return draft(discovery.stacks);
}

/**
 * Looks closer at the stacks that a run will use, and at those that take the place of stacks which then
 * turn out to be broken.
 * @param lock called with the stacks before they are made to compute
 * @throws BenchError when none is left of those that were asked for
 */
export async function inspectDraft(
  first: Draft,
  signal: AbortSignal,
  lock: (stacks: readonly Stack[]) => void,
): Promise<Prepared> {
  let draft = first;
  const seen = new Set<string>();
  for (;;) {
    const { plan, discovery } = draft;
    const ids = plan.stacks.map(({ id, controlOf }) => controlOf ?? id);
    const next = new Set(ids.filter((id) => !seen.has(id)));
    if (next.size === 0 || signal.aborted) {
      const leftOut = discovery.stacks.filter(({ id, available }) => seen.has(id) && !available);
      return { ...draft, leftOut };
    }
    lock(plan.stacks);
    const timeoutMs = plan.tunables.startTimeoutMs;
    const { stacks, runners } = discovery;
    const inspected = await inspectStacks(stacks, next, runners, { timeoutMs, signal });
    for (const id of next) seen.add(id);
    draft = draft.redraft(inspected);
  }
}

type Wanted = Pick<
  RunOptions,
  'suite' | 'cases' | 'stackGlobs' | 'rounds' | 'control' | 'tunables'
>;

/** The options that lead to the plan of a run. Its file may name stacks with the home folder left out. */
function optionsOf(header: Header, stacks: readonly Stack[]): Wanted {
  const identity = currentIdentity();
  const ids = new Map(stacks.map(({ id }) => [scrub(id, identity), id]));
  const [controls, ordinary] = [
    header.stacks.filter(({ controlOf }) => controlOf !== undefined),
    header.stacks.filter(({ controlOf }) => controlOf === undefined),
  ];
  return {
    suite: header.suite,
    cases: header.cases.map(({ id }) => id),
    stackGlobs: ordinary.map(({ id }) => ids.get(id) ?? id),
    rounds: header.rounds,
    control: controls.length > 0,
    tunables: header.tunables,
  };
}
