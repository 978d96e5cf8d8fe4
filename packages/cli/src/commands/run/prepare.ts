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

/** All that is known before anything is measured. */
export interface Prepared {
  plan: RunPlan;
  discovery: Discovery;
  /** What an earlier part of the run has measured. */
  finished: readonly Outcome[];
  /** Stacks that were to run, until a closer look showed that they cannot. */
  leftOut: readonly Stack[];
}

/**
 * Finds the stacks, plans the run, or its rest, and looks closer at those that it will use.
 * @throws BenchError for a suite, case or stack that is unknown, or a run that cannot be resumed
 */
export async function prepareRun(options: RunOptions): Promise<Prepared> {
  const earlier = options.resume === undefined ? null : await readRunFile(options.resume);
  const [catalog, discovery] = await Promise.all([
    loadCatalog(),
    discoverStacks(runnerEntries, defaultTunables.discoverTimeoutMs),
  ]);
  const { stacks } = discovery;
  const wanted = earlier === null ? options : optionsOf(earlier.header, stacks);
  const { suite, cases, stackGlobs, rounds, control, tunables } = wanted;
  const planFor = (found: readonly Stack[]) =>
    planRun({ catalog, stacks: found, suite, cases, stackGlobs, rounds, control, tunables });
  const finish = (plan: RunPlan, found: Stack[], leftOut: readonly Stack[]): Prepared => ({
    plan,
    discovery: { ...discovery, stacks: found },
    finished: earlier === null ? [] : finishedOutcomes(plan, earlier),
    leftOut,
  });
  const first = planFor(stacks);
  if (options.dryRun) return finish(first, stacks, []);
  const ids = new Set(first.stacks.map(({ id }) => id));
  const timeoutMs = first.tunables.startTimeoutMs;
  const inspected = await inspectStacks(stacks, ids, discovery.runners, timeoutMs);
  const leftOut = inspected.filter(({ id, available }) => ids.has(id) && !available);
  return finish(planFor(inspected), inspected, leftOut);
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
