import type { RunPlan } from '@stackbench/engine';
import type { Run } from '@stackbench/model';
import { summarizeRun } from '@stackbench/report';
import { printJson } from '../../json/print-json.ts';
import { planDocumentSchema, runDocumentSchema } from '../../json/run-document.ts';

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
  return printJson(runDocumentSchema, { runFile: path, ...run, summary });
}

/** A plan as one document, for `--dry-run --json`. */
export function planAsJson({ suite, cases, stacks, rounds, tunables }: RunPlan): string {
  return printJson(planDocumentSchema, {
    suite,
    rounds,
    stacks: stacks.map(({ stack }) => stack),
    cases: cases.map(({ record }) => record),
    tunables,
  });
}
