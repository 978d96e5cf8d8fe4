import type { FailedOutcome } from '@stackbench/model';
import { count } from './numbers.ts';
import type { Paint } from './style.ts';
import { type CaseSummary, failingStatuses } from './summary.ts';
import { statusWords } from './tables.ts';
import { escapeControl, hang, padEnd, textWidth } from './text.ts';

/** Failures with one status and one reason, numbers in the reason aside. */
interface FailureGroup {
  status: FailedOutcome['status'] | 'not-run';
  reason: string;
  /** Whether other reasons of the group have other numbers than the one shown. */
  varies: boolean;
  summaries: readonly CaseSummary[];
}

type Failure = Pick<FailureGroup, 'status' | 'reason'> & { summary: CaseSummary };

const namedCases = 5;
const reasonLines = 6;

/** What was not measured and why: each reason once, with the cases and stacks it stands for. */
export function describeFailures(
  summaries: readonly CaseSummary[],
  width: number,
  paint: Paint,
): string[] {
  const groups = groupFailures(summaries);
  if (groups.length === 0) return [];
  const wordWidth = Math.max(...groups.map(({ status }) => textWidth(statusWords(status))));
  const lines = groups.flatMap((group) => {
    const failing = group.status !== 'not-run' && failingStatuses.includes(group.status);
    const word = padEnd(statusWords(group.status), wordWidth);
    const lead = `  ${paint(failing ? 'bad' : 'quiet', word)}  `;
    const [first = '', ...rest] = subjectLines(group, summaries, failing);
    const below = ' '.repeat(textWidth(lead));
    return [
      ...hang(lead, first, width),
      ...rest.flatMap((line) => hang(below, line, width)),
      ...reasonOf(group).flatMap((line) =>
        hang(below, line, width).map((text) => paint('quiet', text)),
      ),
    ];
  });
  return [paint('heading', 'Not measured'), ...lines];
}

function groupFailures(summaries: readonly CaseSummary[]): FailureGroup[] {
  const failures = summaries.flatMap((summary): Failure[] =>
    summary.status === 'not-run'
      ? [{ summary, status: summary.status, reason: 'The run ended before.' }]
      : summary.failures.map(({ status, reason }) => ({ summary, status, reason })),
  );
  const groups = Map.groupBy(
    failures,
    ({ status, reason }) => `${status}\n${reason.replaceAll(/\d+(\.\d+)?/g, '#')}`,
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

function order(status: FailureGroup['status']): number {
  if (status === 'not-run') return failingStatuses.length + 1;
  const place = failingStatuses.indexOf(status);
  return place < 0 ? failingStatuses.length : place;
}

/** Which cases, on which stacks. What failed is named; what merely could not run is counted. */
function subjectLines(
  { summaries }: FailureGroup,
  all: readonly CaseSummary[],
  failing: boolean,
): string[] {
  const stacks = new Set(summaries.map(({ stack }) => stack.id));
  const cases = new Set(summaries.map((summary) => summary.case.id));
  const [stack] = stacks;
  const [id] = cases;
  const where = stacks.size === 1 ? `on ${stack}` : `on ${count(stacks.size, 'stack')}`;
  if (cases.size === 1) return [escapeControl(`${id} ${where}`)];
  const subject = escapeControl(`${cases.size} ${commonWords(summaries, all)}cases ${where}`);
  if (!failing) return [subject];
  const named = [...cases].slice(0, namedCases).map((each) => `  ${escapeControl(each)}`);
  const more = cases.size - named.length;
  return [`${subject}:`, ...named, ...(more > 0 ? [`  and ${more} more`] : [])];
}

/** What the cases have in common and not all cases of the run have: `f16 `, `gemm/subgroup `. */
function commonWords(summaries: readonly CaseSummary[], all: readonly CaseSummary[]): string {
  const parts = [
    (summary: CaseSummary) => summary.case.operation,
    (summary: CaseSummary) => summary.case.variant,
    (summary: CaseSummary) => summary.case.dataType,
  ];
  const words = parts.flatMap((part) => {
    const own = new Set(summaries.map((summary) => part(summary)));
    const total = new Set(all.map((summary) => part(summary)));
    return own.size === 1 && total.size > 1 ? [...own] : [];
  });
  return words.map((word) => `${word} `).join('');
}

function reasonOf({ reason, varies }: FailureGroup): string[] {
  const lines = reason
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => escapeControl(line.replaceAll('\t', '  ')));
  const shown = lines.length > reasonLines ? [...lines.slice(0, reasonLines - 1), '…'] : lines;
  return varies ? [...shown, '(others alike, with other numbers)'] : shown;
}
