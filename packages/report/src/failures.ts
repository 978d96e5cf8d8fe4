import { type FailureGroup, groupFailures, isFailing } from './failure-groups.ts';
import { count } from './numbers.ts';
import type { Paint } from './style.ts';
import type { CaseSummary } from './analysis/summary.ts';
import { statusWords } from './table-notes.ts';
import { escapeControl, hang, padEnd, textWidth, wrap } from './text.ts';

const namedCases = 5;
/** Of a reason: more where it helps to mend something. */
const mostReasonLines = { failing: 6, other: 3 };

/** What was not measured and why: each reason once, with the cases and stacks it stands for. */
export function describeFailures(
  summaries: readonly CaseSummary[],
  width: number,
  paint: Paint,
): string[] {
  const lines = describeGroups(groupFailures(summaries), summaries, width, paint);
  return lines.length === 0 ? [] : [paint('heading', 'Not measured'), ...lines];
}

/** Groups of failures of `summaries`, each with its cases and stacks. */
export function describeGroups(
  groups: readonly FailureGroup[],
  summaries: readonly CaseSummary[],
  width: number,
  paint: Paint,
): string[] {
  const wordWidth = Math.max(...groups.map(({ status }) => textWidth(statusWords(status))));
  return groups.flatMap((group) => {
    const failing = isFailing(group.status);
    const word = padEnd(statusWords(group.status), wordWidth);
    const lead = `  ${paint(failing ? 'bad' : 'quiet', word)}  `;
    const [first = '', ...rest] = subjectLines(group, summaries, failing);
    const below = ' '.repeat(textWidth(lead));
    return [
      ...hang(lead, first, width),
      ...rest.flatMap((line) => hang(below, line, width)),
      ...reasonLines(group, width - textWidth(lead)).map((line) => below + paint('quiet', line)),
    ];
  });
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

/** A reason in full is in the run file; a compiler's can be long. */
function reasonLines({ reason, varies, status }: FailureGroup, width: number): string[] {
  const most = mostReasonLines[isFailing(status) ? 'failing' : 'other'];
  const lines = reason
    .trimEnd()
    .split(/\r?\n/)
    .flatMap((line) => wrap(escapeControl(line.replaceAll('\t', '  ')), width));
  const shown = lines.length > most ? [...lines.slice(0, most), '…'] : lines;
  return varies ? [...shown, ...wrap('(others alike, of other names or numbers)', width)] : shown;
}
