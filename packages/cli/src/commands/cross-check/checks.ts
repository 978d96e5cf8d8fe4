import type { Outcome } from '@stackbench/model';
import type { OtherTimes } from '@stackbench/runner-pytorch';
import { median } from '@stackbench/statistics';

/** What others' timers said of each case, one time that they were asked in the environment of a stack. */
export interface Reference {
  stack: string;
  /** By case. */
  times: ReadonlyMap<string, OtherTimes>;
}

/** A time of ours beside one of another timer. */
export interface Check {
  stack: string;
  case: string;
  ourNs: number;
  /** `torch.utils.benchmark` */
  timer: string;
  /** The stack in whose environment it timed. */
  timedIn: string;
  /** Its time, or why it tells none. */
  theirs: { ns: number } | { absent: string };
}

/** Apart by no more than this, both timed the same thing. */
export const mostApart = 0.02;

/** How much more ours is than theirs: 0.01 for 1 %; null where theirs is absent. */
export function differenceOf({ ourNs, theirs }: Check): number | null {
  return 'ns' in theirs ? ourNs / theirs.ns - 1 : null;
}

/** All cases that were measured, each beside all timers; a stack without a reference of its own beside the first. */
export function makeChecks(
  outcomes: readonly Outcome[],
  references: readonly Reference[],
): Check[] {
  const measured = outcomes.filter((outcome) => outcome.status === 'ok');
  const groups = Map.groupBy(measured, ({ stack, case: id }) => `${stack}\n${id}`);
  return [...groups.values()].flatMap((launches) => {
    const [{ stack, case: id }] = launches as [(typeof launches)[number]];
    const timedIn = (references.find((each) => each.stack === stack) ?? references[0])?.stack ?? '';
    const told = references
      .filter((each) => each.stack === timedIn)
      .flatMap(({ times }) => [...times].flatMap(([of, said]) => (of === id ? [said] : [])));
    const ourNs = median(launches.map(({ kernelNs }) => median(kernelNs)));
    const timers = new Set(told.flatMap((times) => Object.keys(times)));
    return [...timers].map((timer): Check => ({
      stack,
      case: id,
      ourNs,
      timer,
      timedIn,
      theirs: merge(told.flatMap((times) => times[timer] ?? [])),
    }));
  });
}

function merge(told: readonly OtherTimes[string][]): Check['theirs'] {
  const times = told.flatMap((each) => ('ns' in each ? each.ns : []));
  if (times.length > 0) return { ns: median(times) };
  return told.find((each) => 'absent' in each) ?? { absent: 'was not asked' };
}
