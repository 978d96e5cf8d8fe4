import { bestVariantName } from './analysis/stack-ranking/discipline.ts';
import type { CaseSummary } from './analysis/summary.ts';
import { type FailureGroup, groupFailures } from './failure-groups.ts';
import { describeGroups } from './failures.ts';
import { count } from './numbers.ts';
import type { Paint } from './style.ts';
import { escapeControl, hang } from './text.ts';

/** What says that a case was left out, and nothing of what is wrong with it. */
const expected: ReadonlySet<FailureGroup['status']> = new Set([
  'unsupported',
  'interrupted',
  'not-run',
]);

/** Left out to save time: the option that measures it stands in the reason. */
function isForTime({ status, reason }: Pick<FailureGroup, 'status' | 'reason'>): boolean {
  return status === 'skipped' && reason.includes('--force');
}

/** More than these are counted. */
const most = { failing: 6, unsupported: 8 };

/**
 * What was not measured, in short: failures each with their reason, what stacks can never do once a stack, and
 * what was left out in a line with the option that gets it.
 */
export function describeGaps(
  summaries: readonly CaseSummary[],
  width: number,
  paint: Paint,
): string[] {
  const groups = groupFailures(summaries);
  // An A/A control is the same stack once more, and lacks the same.
  const own = summaries.filter(({ stack }) => stack.controlOf === undefined);
  const failing = groups.filter((group) => !expected.has(group.status) && !isForTime(group));
  const lines = [
    ...describeGroups(failing.slice(0, most.failing), summaries, width, paint),
    ...moreThan(failing, most.failing, 'other kind of failure', 'other kinds of failure'),
    ...describeUnsupported(groupFailures(own), width),
    ...describeLeftOut(own, width),
  ];
  return lines.length === 0 ? [] : [paint('heading', 'Not measured'), ...lines];
}

function moreThan(items: readonly unknown[], shown: number, one: string, many: string): string[] {
  const more = items.length - shown;
  return more > 0 ? [`  and ${more} ${more === 1 ? one : many}: --all names them`] : [];
}

/** `3 WebGPU stacks: the adapter lacks the feature 'shader-f16' (104 f16 cases)` */
function describeUnsupported(groups: readonly FailureGroup[], width: number): string[] {
  const unsupported = groups
    .filter(({ status }) => status === 'unsupported')
    // What `best` cannot do follows from what its candidates cannot.
    .map((group) => ({ ...group, summaries: group.summaries.filter((each) => !isBest(each)) }))
    .filter(({ summaries }) => summaries.length > 0)
    .toSorted((a, b) => b.summaries.length - a.summaries.length);
  return [
    ...unsupported.slice(0, most.unsupported).flatMap(({ reason, summaries }) => {
      const [first = ''] = reason.split('\n');
      const cases = count(new Set(summaries.map((each) => each.case.id)).size, 'case');
      return hang('  ', escapeControl(`${nameStacks(summaries)}: ${first} (${cases})`), width);
    }),
    ...moreThan(unsupported, most.unsupported, 'other reason', 'other reasons'),
  ];
}

function isBest(summary: CaseSummary): boolean {
  return summary.case.variant === bestVariantName;
}

/** One by its id, several by how many they are of which kind. */
function nameStacks(summaries: readonly CaseSummary[]): string {
  const stacks = [...new Map(summaries.map(({ stack }) => [stack.id, stack])).values()];
  const [first] = stacks;
  if (first === undefined || stacks.length === 1) return first?.id ?? '';
  return [...Map.groupBy(stacks, ({ kind }) => kind)]
    .map(([kind, same]) => count(same.length, `${kind} stack`))
    .join(' and ');
}

function describeLeftOut(summaries: readonly CaseSummary[], width: number): string[] {
  const number = (test: (summary: CaseSummary) => boolean) => summaries.filter(test).length;
  const skipped = number(
    ({ measured, failures }) =>
      measured === null && failures.length > 0 && failures.every(isForTime),
  );
  const ended = number(({ status }) => status === 'interrupted' || status === 'not-run');
  const of = `of ${summaries.length}`;
  return [
    ...(skipped === 0
      ? []
      : hang(
          '  ',
          `skipped ${skipped} ${of}, predicted to take too long: --force measures them, --case-budget SECONDS some; --all says why`,
          width,
        )),
    ...(ended === 0
      ? []
      : hang('  ', `not run ${ended} ${of}, as the run ended before: --resume FILE does`, width)),
  ];
}
