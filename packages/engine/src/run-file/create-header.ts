import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  BenchError,
  type Fleet,
  type Header,
  isPlausibleInstant,
  schemaVersion,
} from '@stackbench/model';
import type { RunPlan } from '../plan.ts';
import type { Provenance } from './check-resumable.ts';

export interface HeaderOptions extends Provenance {
  /** The arguments after `bench`. */
  argv: readonly string[];
  startedAt: Date;
  /** Of a shard of a matrix. */
  fleet?: Fleet;
}

/**
 * The first line of the run file of `plan`. Its id is also the file's usual name.
 * @throws BenchError when the clock of this machine cannot be right
 */
export function createHeader(plan: RunPlan, options: HeaderOptions): Header {
  const { argv, startedAt, ...rest } = options;
  return {
    type: 'header',
    schemaVersion,
    runId: makeRunId(startedAt, plan.suite),
    startedAt: startedAt.toISOString(),
    argv: [...argv],
    ...rest,
    suite: plan.suite,
    rounds: plan.rounds,
    tunables: plan.tunables,
    stacks: plan.stacks.map(({ stack }) => stack),
    cases: plan.cases.map(({ record }) => record),
  };
}

/** @throws BenchError when the clock of this machine cannot be right */
export function makeRunId(startedAt: Date, suite: string): string {
  const instant = startedAt.toISOString();
  if (!isPlausibleInstant(instant)) {
    throw new BenchError(`This machine's clock says ${instant}: the run would have no date`, {
      fix: 'Set its clock.',
    });
  }
  const stamp = instant.replaceAll(/[-:]|\.\d+/g, '');
  return `${stamp}-${suite}-${randomBytes(3).toString('hex')}`;
}

/** Where a run file lies unless its user says otherwise. */
export function defaultRunPath(resultsFolder: string, header: Header): string {
  return join(resultsFolder, 'runs', `${header.runId}.jsonl`);
}
