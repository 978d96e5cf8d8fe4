import { BenchError, type Facts } from '@stackbench/model';
import { procedure } from '@stackbench/statistics';
import { findBroken } from './broken.ts';
import { findCaveats } from './caveats.ts';
import type { Comparison } from './comparison.ts';
import { findControls } from './control.ts';
import { compareFacts } from './facts.ts';
import { judgeCases, judgeTotal } from './judge-cases.ts';
import { type Contestant, describeContestant } from './contestant.ts';
import { matchCases } from './match-cases.ts';
import type { LaunchedRun } from './launch-outcome.ts';
import { comparePrograms } from './programs.ts';
import { findStack, indexRun } from './run-index.ts';
import type { Pairing } from './times.ts';

/** A stack of a run, by its id. */
export interface StackOfRun {
  run: LaunchedRun;
  stack: string;
}

export interface CompareOptions {
  /** The least difference that counts, as a fraction of time. Default 0.01. */
  margin?: number;
}

/**
 * Compares B with the baseline A: by rounds when both are stacks of one run, else by launches.
 * @throws BenchError when a stack is not in its run, both are the same, or the margin is no fraction
 */
export function compareStacks(
  a: StackOfRun,
  b: StackOfRun,
  options: CompareOptions = {},
): Comparison {
  const indexA = indexRun(a.run);
  const indexB = isSameRun(a.run, b.run) ? indexA : indexRun(b.run);
  return compareIndexed(
    [{ index: indexA, stack: findStack(indexA, a.stack), letter: 'A' }],
    { index: indexB, stack: findStack(indexB, b.stack), letter: 'B' },
    options,
  );
}

function isSameRun(a: LaunchedRun, b: LaunchedRun): boolean {
  return a.header.runId === b.header.runId;
}

/**
 * {@link compareStacks} for runs that are indexed already.
 * @param baselines A in each of its runs, the newest first; more than one where B is of another run
 */
export function compareIndexed(
  baselines: readonly [Contestant, ...Contestant[]],
  b: Contestant,
  { margin = procedure.margin }: CompareOptions,
): Comparison {
  if (!(margin >= 0) || !Number.isFinite(margin)) {
    throw new BenchError(`A margin of ${margin} is no fraction of time`, {
      fix: 'Give a number such as 0.01 for one per cent.',
    });
  }
  const [a, ...earlier] = baselines;
  const pairing = isSameRun(a.index.run, b.index.run) ? 'rounds' : 'runs';
  if (pairing === 'rounds' && a.stack.id === b.stack.id) {
    throw new BenchError(`${a.stack.id} was to be compared with itself in one run`, {
      fix: 'Name two stacks of the run, or the same stack of two runs.',
    });
  }
  const { matches, leftOut } = matchCases(baselines, b, pairing);
  const controlled = pairing === 'rounds' ? [a.index] : [...baselines, b].map(({ index }) => index);
  const controls =
    a.stack.software === b.stack.software
      ? findControls(controlled, a.stack.software)
      : { findings: [], noise: 0 };
  const widened = Math.max(margin, controls.noise);
  const cases = judgeCases(matches, pairing, widened);
  const broken = findBroken(baselines, b);
  const slower = cases.flatMap((one) => (one.verdict === 'slower' ? one.case : []));
  const known = {
    a: describeContestant(a),
    b: describeContestant(b),
    pairing,
    earlier: earlier.map(({ index }) => index.run.header.runId),
    margin,
    confidence: procedure.confidence,
    falseDiscoveryRate: procedure.falseDiscoveryRate,
    controls: controls.findings,
    total: judgeTotal(matches, pairing, widened),
    cases,
    leftOut,
    broken,
    regressions: [...slower, ...broken.map((one) => one.case)],
    facts: [
      ...(pairing === 'runs' ? comparePrograms(a, b) : []),
      ...compareFacts(collectFacts(a, pairing), collectFacts(b, pairing)),
    ],
  } as const;
  return { ...known, caveats: findCaveats(known, a, b) };
}

/** The stack's facts, and of two runs also what else may make the difference. */
function collectFacts({ index, stack }: Contestant, pairing: Pairing): Facts {
  if (pairing === 'rounds') return stack.facts;
  const { machine, commit, dirty, version } = index.run.header;
  // Every run has an order of its own.
  const { orderSeed: _, ...tunables } = index.run.header.tunables;
  return { ...stack.facts, machine, tunables, stackbench: { commit, dirty, version } };
}
