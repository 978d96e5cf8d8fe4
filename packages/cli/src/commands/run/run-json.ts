import type { RunPlan } from '@stackbench/engine';
import type { Run } from '@stackbench/model';
import { summarizeRun } from '@stackbench/report';

/** A run as one document: what the run file has, and what follows from it for each case and stack. */
export function runAsJson(run: Run, path: string): string {
  const summary = summarizeRun(run).map(({ case: record, stack, status, measured, failures }) => ({
    case: record.id,
    stack: stack.id,
    software: stack.software,
    status,
    measured,
    reasons: [...new Set(failures.map(({ reason }) => reason))],
  }));
  return toJson({ runFile: path, ...run, summary });
}

/** A plan as one document, for `--dry-run --json`. */
export function planAsJson({ suite, cases, stacks, rounds, tunables }: RunPlan): string {
  return toJson({
    suite,
    rounds,
    stacks: stacks.map(({ stack }) => stack),
    cases: cases.map(({ record }) => record),
    tunables,
  });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
