import type { FailedOutcome } from '@stackbench/model';
import { type CaseSummary, failingStatuses, severity } from './analysis/summary.ts';

/** Failures with one status and, names of variants and numbers aside, one reason. */
export interface FailureGroup {
  status: FailedOutcome['status'] | 'not-run';
  /** The first of the reasons. */
  reason: string;
  /** Whether there are others, which say the same of other names or numbers. */
  varies: boolean;
  summaries: readonly CaseSummary[];
}

type Failure = Pick<FailureGroup, 'status' | 'reason'> & { summary: CaseSummary };

/** The worst first, and last what the run did not come to. */
export function groupFailures(summaries: readonly CaseSummary[]): FailureGroup[] {
  const failures = summaries.flatMap((summary): Failure[] =>
    summary.status === 'not-run'
      ? [{ summary, status: summary.status, reason: 'The run ended before.' }]
      : summary.failures.map(({ status, reason }) => ({ summary, status, reason })),
  );
  const variants = summaries.map((summary) => summary.case.variant);
  const gist = createGist([...new Set(variants)]);
  const groups = Map.groupBy(
    failures,
    ({ status, reason }) => `${status}\n${gist(status, reason)}`,
  );
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      return [
        {
          status: first.status,
          reason: first.reason,
          varies: group.some(({ reason }) => reason !== first.reason),
          summaries: [...new Set(group.map(({ summary }) => summary))],
        },
      ];
    })
    .toSorted((a, b) => order(a.status) - order(b.status));
}

/** Digits of a type's name, in a data type or a subgroup matrix, are no number: `f16→f32` is another thing than `f32→f32`. */
const typeOrNumber = /\b(?:b?f|tf|[iu])(?:8|16|32)(?:acc)?\b|\d+(?:\.\d+)?/g;

/**
 * What reasons have in common. Where a case could not run, it does not matter which variant's speed
 * that was judged by; where one failed, the name of the file in the message does.
 */
export function createGist(
  variants: readonly string[],
): (status: FailureGroup['status'], reason: string) => string {
  const longestFirst = variants.toSorted((a, b) => b.length - a.length);
  const names = new RegExp(
    longestFirst.map((name) => RegExp.escape(name)).join('|') || '(?!)',
    'g',
  );
  return (status, reason) => {
    const named = isFailing(status) ? reason : reason.replaceAll(names, '#');
    return named.replaceAll(typeOrNumber, (found) => (/^\d/.test(found) ? '#' : found));
  };
}

/** Whether a person should look into it. */
export function isFailing(status: FailureGroup['status']): boolean {
  return status !== 'not-run' && failingStatuses.includes(status);
}

function order(status: FailureGroup['status']): number {
  return status === 'not-run' ? severity.length : severity.indexOf(status);
}
