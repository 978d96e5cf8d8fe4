import { createGist } from '../../failure-groups.ts';
import { statusWords } from '../../table-notes.ts';
import type { Entry } from './publication-index.ts';

/** Results without a number, or not a whole one, for one cause, on whatever stacks. */
export interface TroubleGroup {
  /** `wrong result`; `some launches left out` for what was measured. */
  trouble: string;
  /** The first of the reasons; others say the same of other names and numbers. */
  reason: string;
  stacks: readonly string[];
  entries: readonly Entry[];
}

export function isTroubled({ result }: Entry): boolean {
  return result.status !== 'ok' || (result.measured?.leftOut ?? 0) > 0;
}

/** `wrong result`; `some launches left out` for a measured one. */
export function troubleOf({ result }: Pick<Entry, 'result'>): string {
  return result.status === 'ok' ? 'some launches left out' : statusWords(result.status);
}

const harmless: ReadonlySet<Entry['result']['status']> = new Set([
  'unsupported',
  'skipped',
  'not-run',
  'interrupted',
]);

/** Whether it follows from the machine or the budget, and needs nobody. */
export function isHarmless({ result }: Pick<Entry, 'result'>): boolean {
  return harmless.has(result.status);
}

/** By cause; what needs a person first, then what concerns most. */
export function groupTroubles(entries: readonly Entry[]): TroubleGroup[] {
  const gist = createGist([...new Set(entries.map((entry) => entry.case.variant))]);
  const groups = Map.groupBy(entries, (entry) => {
    const { status, reason } = entry.result;
    const text = status === 'ok' ? (reason ?? '') : gist(status, reason ?? '');
    // What could not run for its size or its machine is told by the first words; the rest are numbers.
    return `${status}\n${isHarmless(entry) ? (text.split(/[:(]/)[0] ?? '') : text}`;
  });
  return [...groups.values()]
    .flatMap((own): TroubleGroup[] => {
      const [first] = own;
      if (first === undefined) return [];
      return [
        {
          trouble: troubleOf(first),
          reason: first.result.reason ?? '',
          stacks: [...new Set(own.map(({ stack }) => stack.id))],
          entries: own,
        },
      ];
    })
    .toSorted(
      (a, b) =>
        Number(a.entries.every(isHarmless)) - Number(b.entries.every(isHarmless)) ||
        b.entries.length - a.entries.length,
    );
}
