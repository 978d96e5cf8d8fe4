import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BenchError, type Header, isPlausibleInstant, schemaVersion } from '@stackbench/model';
import type { RunPlan } from '../plan.ts';
import type { Provenance } from './check-resumable.ts';

export interface HeaderOptions extends Provenance {
  /** The arguments after `bench`. */
  argv: readonly string[];
  startedAt: Date;
}

/**
 * The first line of the run file of `plan`. Its id is also the file's usual name.
 * @throws BenchError when the clock of this machine cannot be right
 */
export function createHeader(plan: RunPlan, options: HeaderOptions): Header {
  const { argv, startedAt, ...rest } = options;
  const instant = startedAt.toISOString();
  if (!isPlausibleInstant(instant)) {
    throw new BenchError(`This machine's clock says ${instant}: the run would have no date`, {
      fix: 'Set its clock.',
    });
  }
  const stamp = instant.replaceAll(/[-:]|\.\d+/g, '');
  return {
    type: 'header',
    schemaVersion,
    runId: `${stamp}-${plan.suite}-${randomBytes(3).toString('hex')}`,
    startedAt: instant,
    argv: [...argv],
    ...rest,
    suite: plan.suite,
    rounds: plan.rounds,
    tunables: plan.tunables,
    stacks: plan.stacks.map(({ stack }) => stack),
    cases: plan.cases.map(({ record }) => record),
  };
}

/** Where a run file lies unless its user says otherwise. */
export function defaultRunPath(resultsFolder: string, header: Header): string {
  return join(resultsFolder, 'runs', `${header.runId}.jsonl`);
}
