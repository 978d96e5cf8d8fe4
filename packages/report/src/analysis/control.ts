import { judgeFamily, type LogRatio, measureNoise } from '@stackbench/statistics';
import type { ControlFinding } from './comparison.ts';
import { collectLaunches, isUsable } from './launches.ts';
import { outcomesOf, type RunIndex } from './run-index.ts';
import { estimateCase, estimateControl, pairByRound, type Times } from './times.ts';

/** What the A/A controls of one comparison tell about the machine. */
export interface Controls {
  findings: readonly ControlFinding[];
  /** False when a control is not `same`. */
  rankable: boolean;
  /** By which fraction a stack differed from itself in this case; over all cases where it was not controlled. */
  noiseOf(id: string): number;
  /** The same over all cases; 0 without a control. */
  noise: number;
}

interface Measured {
  finding: ControlFinding;
  overall: LogRatio | null;
  byCase: ReadonlyMap<string, LogRatio>;
}

/** Evaluates every control of the runs whose device is hardware or software as asked. */
export function findControls(
  indexes: readonly RunIndex[],
  software: boolean,
  margin: number,
): Controls {
  const measured = indexes.flatMap((index) =>
    index.run.header.stacks.flatMap((stack) =>
      stack.controlOf === undefined || stack.software !== software
        ? []
        : [measure(index, stack.id, stack.controlOf, margin)],
    ),
  );
  const noise = Math.max(0, ...measured.map(({ overall }) => noiseOf(overall)));
  return {
    findings: measured.map(({ finding }) => finding),
    rankable: measured.every(
      ({ finding }) => finding.judgement === null || finding.judgement.verdict === 'same',
    ),
    noiseOf: (id) =>
      Math.max(0, ...measured.map(({ overall, byCase }) => noiseOf(byCase.get(id) ?? overall))),
    noise,
  };
}

function measure(index: RunIndex, control: string, of: string, margin: number): Measured {
  const times = new Map<string, Times>();
  for (const id of index.cases.keys()) {
    const a = collectLaunches(outcomesOf(index, of, id), of);
    const b = collectLaunches(outcomesOf(index, control, id), control);
    if (!isUsable(a) || !isUsable(b)) continue;
    const pairs = pairByRound({ a: a.timeNs, b: b.timeNs });
    if (pairs.a.size > 0) times.set(id, pairs);
  }
  const overall = times.size === 0 ? null : estimateControl([...times.values()]);
  const [judgement = null] =
    overall === null
      ? []
      : judgeFamily([{ logRatio: overall, noise: 0 }], { margin, rankable: true });
  return {
    finding: { runId: index.run.header.runId, stack: of, cases: times.size, judgement },
    overall,
    byCase: new Map([...times].map(([id, pairs]) => [id, estimateCase(pairs, 'rounds')])),
  };
}

function noiseOf(logRatio: LogRatio | null): number {
  return logRatio === null ? 0 : measureNoise(logRatio);
}
