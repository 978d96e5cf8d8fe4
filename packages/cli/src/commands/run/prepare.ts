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
import { runnerEntries } from '../../runners.ts';
import type { RunOptions } from './options.ts';

/** All that is known before anything is measured. */
export interface Prepared {
  plan: RunPlan;
  discovery: Discovery;
  /** What an earlier part of the run has measured. */
  finished: readonly Outcome[];
}

/**
 * Finds the stacks and plans the run, or its rest.
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
  const plan = planRun({ catalog, stacks, suite, cases, stackGlobs, rounds, control, tunables });
  return { plan, discovery, finished: earlier === null ? [] : finishedOutcomes(plan, earlier) };
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
