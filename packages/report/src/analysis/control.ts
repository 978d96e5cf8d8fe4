import {
  type Interval,
  type LogRatio,
  measureNoise,
  procedure,
  ratioInterval,
} from '@stackbench/statistics';
import type { ControlFinding } from './comparison.ts';
import { collectLaunches, isUsable } from './launches.ts';
import type { RunIndex } from './run-index.ts';
import { estimateControl, pairByRound } from './times.ts';

/** What the A/A controls of one comparison tell about the machine. */
export interface Controls {
  findings: readonly ControlFinding[];
  /** The largest difference, a fraction, that a stack may have from itself; 0 without a control. */
  noise: number;
}

/** Evaluates every control of the runs whose device is hardware or software as asked. */
export function findControls(indexes: readonly RunIndex[], software: boolean): Controls {
  const findings = indexes.flatMap((index) =>
    index.run.header.stacks.flatMap((stack) =>
      stack.controlOf === undefined || stack.software !== software
        ? []
        : [measure(index, stack.id, stack.controlOf)],
    ),
  );
  return { findings, noise: Math.max(0, ...findings.map(({ noise }) => noise)) };
}

function measure(index: RunIndex, control: string, of: string): ControlFinding {
  const cases = [...index.cases.keys()].flatMap((id) => {
    const a = collectLaunches(index, of, id, of);
    const b = collectLaunches(index, control, id, control);
    if (!isUsable(a) || !isUsable(b)) return [];
    const pairs = pairByRound(a.timeNs, b.timeNs);
    return pairs.a.size === 0 ? [] : [{ ...pairs, resolution: (a.step + b.step) / 2 }];
  });
  const overall = cases.length === 0 ? null : estimateControl(cases);
  return {
    runId: index.run.header.runId,
    stack: of,
    cases: cases.length,
    ...describe(overall),
  };
}

function describe(overall: LogRatio | null): {
  ratio: number | null;
  interval: Interval | null;
  noise: number;
} {
  if (overall === null) return { ratio: null, interval: null, noise: 0 };
  return {
    ratio: Math.exp(overall.mean),
    interval: ratioInterval(overall, procedure.confidence),
    noise: measureNoise(overall),
  };
}
