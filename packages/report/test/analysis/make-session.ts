import type { OkOutcome, Outcome, Run } from '@stackbench/model';
import { makeRun, makeStack, measuredOutcome } from '../make-run.ts';

export const stackA = 'webgpu:dawn/card';
export const stackB = 'webgpu:chromium/card';
export const controlId = `${stackA}#control`;
export const caseOf = (variant: string, dataType = 'f32') =>
  `gemm/${variant}:m=64,n=64,k=64;${dataType}`;
export const naive = caseOf('naive');
export const tile = caseOf('shared-tile');

/** A measurement of exactly this median kernel time. */
export function outcomeAt(
  stack: string,
  id: string,
  round: number,
  timeNs: number,
  more: Partial<OkOutcome> = {},
): OkOutcome {
  return measuredOutcome(stack, id, 1e9 / timeNs, { samples: 3, round, ...more });
}

/** Outcomes of one stack and case, a round each. */
export function launches(stack: string, id: string, timesNs: readonly number[]): Outcome[] {
  return timesNs.map((timeNs, round) => outcomeAt(stack, id, round, timeNs));
}

/** Times about `timeNs` that scatter by ± 0.1 % over `rounds` rounds, in a pattern of their own. */
export function steady(timeNs: number, rounds = 10, phase = 0): number[] {
  return Array.from(
    { length: rounds },
    (_, round) => timeNs * (1 + 0.001 * Math.sin(1.7 * round + phase)),
  );
}

/** A run of these outcomes; a stack `x#control` is the A/A control of `x`. */
export function makeSession(outcomes: readonly Outcome[], runId = 'one'): Run {
  const run = makeRun(outcomes);
  const stacks = run.header.stacks.map(({ id }) => {
    const [of = id, mark] = id.split('#');
    return { ...makeStack(id), ...(mark === undefined ? {} : { controlOf: of }) };
  });
  return { ...run, header: { ...run.header, runId, stacks } };
}
