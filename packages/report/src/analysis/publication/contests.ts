import { disciplineOf } from '../stack-ranking/discipline.ts';
import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
  problemKey,
} from './publication-index.ts';

/** What each stack makes of a problem: its library, or what `best` chose and measured anew; else its fastest kernel. */
export interface Contest {
  entries: readonly Entry[];
  /** One for each stack, the fastest first. */
  ranked: readonly MeasuredEntry[];
}

/** One for each problem, device and kind of clock among `entries`: only these are ranked together. */
export function contestsOf(entries: readonly Entry[]): Contest[] {
  // What a stack did not measure stands with what it did.
  const clocks = new Map(
    entries.filter(isMeasured).map((entry) => [entry.stack.key, clockOf(entry)]),
  );
  const problems = Map.groupBy(entries, (entry) =>
    [problemKey(entry.case), entry.device.key, clocks.get(entry.stack.key) ?? 'device'].join('\n'),
  );
  return [...problems.values()].map((members) => {
    const stacks = Map.groupBy(members.filter(isMeasured), (entry) => entry.stack.key);
    const ranked = [...stacks.values()]
      .flatMap((own) => representative(own) ?? [])
      .toSorted((a, b) => b.rate.perSecond - a.rate.perSecond);
    return { entries: members, ranked };
  });
}

/** Of many kernels the fastest is the luckiest too: it stands only where there is nothing better. */
function representative(own: readonly MeasuredEntry[]): MeasuredEntry | undefined {
  const chosen = own.filter(({ case: { variant } }) => disciplineOf(variant) !== 'kernels');
  return fastest(chosen.length > 0 ? chosen : own);
}

/** What timed it. */
export function clockOf({ result }: MeasuredEntry): 'device' | 'host' {
  return result.measured.clock;
}
