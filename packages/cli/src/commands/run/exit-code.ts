import type { Outcome } from '@stackbench/model';
import { failingStatuses } from '@stackbench/report';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';

/** How a run with these outcomes exits. */
export function exitCodeOf(outcomes: readonly Outcome[], wasInterrupted: boolean): ExitCode {
  if (wasInterrupted) return exitCodes.interrupted;
  if (outcomes.some(({ status }) => failingStatuses.includes(status))) return exitCodes.someFailed;
  return outcomes.some(({ status }) => status === 'ok')
    ? exitCodes.done
    : exitCodes.nothingMeasured;
}
