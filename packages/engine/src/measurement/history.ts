import { workOf } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import type { Failed } from '@stackbench/workers';

/** A speed that was seen, and where. */
export interface SeenSpeed {
  variant: string;
  problem: string;
  /** Of one repetition: flops or bytes, as the operation counts. */
  work: number;
  /** Device time of one repetition. */
  repetitionNs: number;
}

/** How a variant fared on a problem: its verified time, or that it failed. */
export type Verdict = { ok: true; repetitionNs: number } | Failed;

/** What a launch has shown so far: speeds to predict by, and results to choose `best` from. */
export interface History {
  /** Notes how long a repetition took, right or wrong. */
  noteSpeed(planned: PlannedCase, variant: string, repetitionNs: number): void;
  noteVerdict(planned: PlannedCase, variant: string, verdict: Verdict): void;
  verdict(planned: PlannedCase, variant: string): Verdict | undefined;
  /** The run of `variant` on the largest problem so far. */
  own(planned: PlannedCase, variant: string): SeenSpeed | undefined;
  /** The fastest run of any variant of the operation. */
  fastest(planned: PlannedCase): SeenSpeed | undefined;
}

export function createHistory(): History {
  const speeds = new Map<string, Map<string, SeenSpeed>>();
  const verdicts = new Map<string, Verdict>();
  return {
    noteSpeed: (planned, variant, repetitionNs) => {
      const ofFamily = speeds.get(family(planned)) ?? new Map<string, SeenSpeed>();
      speeds.set(family(planned), ofFamily);
      const { problem } = planned.record;
      const work = workOf(planned.record);
      const before = ofFamily.get(variant);
      if (before === undefined || work >= before.work) {
        ofFamily.set(variant, { variant, problem, work, repetitionNs });
      }
    },
    noteVerdict: (planned, variant, verdict) => {
      verdicts.set(verdictKey(planned, variant), verdict);
    },
    verdict: (planned, variant) => verdicts.get(verdictKey(planned, variant)),
    own: (planned, variant) => speeds.get(family(planned))?.get(variant),
    fastest: (planned) => {
      const seen = [...(speeds.get(family(planned))?.values() ?? [])];
      return seen.toSorted((a, b) => speed(b) - speed(a))[0];
    },
  };
}

function family({ record }: PlannedCase): string {
  return `${record.operation};${record.dataType}`;
}

function verdictKey(planned: PlannedCase, variant: string): string {
  return `${family(planned)};${planned.record.problem};${variant}`;
}

function speed({ work, repetitionNs }: SeenSpeed): number {
  return work / repetitionNs;
}
