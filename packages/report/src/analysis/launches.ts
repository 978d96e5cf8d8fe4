import { stepOf } from './clock.ts';
import type { LeftOut } from './comparison.ts';
import { isEdited } from './is-edited.ts';
import type { OkLaunch } from './launch-outcome.ts';
import { findStack, outcomesOf, type RunIndex } from './run-index.ts';
import { type RoundTimes, timesOf } from './times.ts';

/** What the launches of one stack measured of a case: all verified, at least one. */
export interface Launches {
  /** In the order of the rounds. */
  measured: readonly OkLaunch[];
  /** Median kernel time of each launch, by round. */
  timeNs: RoundTimes;
  /** The step of the clock as a fraction of the time of a sample: the coarsest of all launches. */
  step: number;
  caches: ReadonlySet<OkLaunch['caches']>;
  chosen: readonly string[];
}

/** Nothing that can be compared, and why. */
export type Unusable = Pick<LeftOut, 'cause' | 'reason'>;

export function isUsable(launches: Launches | Unusable): launches is Launches {
  return 'timeNs' in launches;
}

/**
 * The measurements of a case on a stack, which messages call `name`. One wrong result spoils all rounds, as
 * does one measurement without passed gates: what is right by luck has no throughput.
 */
export function collectLaunches(
  index: RunIndex,
  stack: string,
  id: string,
  name: string,
): Launches | Unusable {
  const known = recall(index, stack);
  const launches = known.get(id) ?? collect(index, stack, id, name);
  if (isUsable(launches)) known.set(id, launches);
  return launches;
}

/** A baseline and a control are asked for with every stack that is compared: those asked for last are remembered. */
const mostRemembered = 4;
const remembered = new WeakMap<RunIndex, Map<string, Map<string, Launches>>>();

function recall(index: RunIndex, stack: string): Map<string, Launches> {
  const stacks = remembered.get(index) ?? new Map<string, Map<string, Launches>>();
  remembered.set(index, stacks);
  const known = stacks.get(stack) ?? new Map<string, Launches>();
  // The last of a map is what was set last.
  stacks.delete(stack);
  stacks.set(stack, known);
  const [oldest] = stacks.keys();
  if (stacks.size > mostRemembered && oldest !== undefined) stacks.delete(oldest);
  return known;
}

function collect(index: RunIndex, stack: string, id: string, name: string): Launches | Unusable {
  const outcomes = outcomesOf(index, stack, id);
  const measured = outcomes.filter((outcome) => outcome.status === 'ok');
  const failures = outcomes.filter((outcome) => outcome.status !== 'ok');
  const wrong = failures.find(({ status }) => status === 'wrong-result');
  const spoiling = wrong ?? (measured.length === 0 ? failures.at(-1) : undefined);
  if (spoiling !== undefined) {
    const { status, reason } = spoiling;
    return {
      cause: status === 'wrong-result' ? status : 'not-measured',
      reason: `${name}: ${status.replaceAll('-', ' ')}: ${reason}`,
    };
  }
  if (measured.length === 0) {
    return { cause: 'missing', reason: `${name}: no outcome; the run ended before` };
  }
  const unverified = measured.find(({ verification }) => !isVerified(verification));
  if (unverified !== undefined) {
    return { cause: 'unverified', reason: `${name}: not verified by every gate` };
  }
  if (isEdited(measured)) {
    return { cause: 'edited', reason: `${name}: not the same program in every round` };
  }
  return {
    measured,
    timeNs: timesOf(measured),
    step: stepOf(findStack(index, stack), measured, index.run.header.tunables),
    caches: new Set(measured.map(({ caches }) => caches)),
    chosen: [...new Set(measured.flatMap(({ chosenVariant }) => chosenVariant ?? []))].toSorted(),
  };
}

function isVerified({ gates }: OkLaunch['verification']): boolean {
  return gates.every(({ passed }) => passed);
}
