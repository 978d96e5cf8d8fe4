import type { Verdict } from '@stackbench/statistics';
import { count } from '../numbers.ts';
import type { Comparison } from '../analysis/comparison.ts';
import { describeRatio, describeVerdict, formatInterval, formatRatio } from './phrases.ts';

const verdicts: readonly Verdict[] = ['faster', 'slower', 'same', 'inconclusive'];

/** What came out of a comparison, in one or two sentences of plain text. */
export function summarizeComparison({ total, cases, leftOut }: Comparison): string {
  const omitted = leftOut.length === 0 ? '' : ` ${count(leftOut.length, 'case')} left out.`;
  if (total === null) return `B and A have no case in common that can be compared.${omitted}`;
  const interval =
    total.interval === null ? 'no interval' : `95 % interval ${formatInterval(total.interval)}`;
  const numbers = `(B / A ${formatRatio(total.ratio)}, ${interval})`;
  const over = cases.length === 1 ? 'in the one common case' : `over ${cases.length} common cases`;
  const tally = verdicts
    .map((verdict) => [verdict, cases.filter((one) => one.verdict === verdict).length] as const)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${verdict}`)
    .join(', ');
  const counts = cases.length === 1 ? '' : ` Case by case: ${tally}.`;
  return `B ${describeRatio(total.ratio)} ${numbers} ${over}: ${describeVerdict(total)}.${counts}${omitted}`;
}
