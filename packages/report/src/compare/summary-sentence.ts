import type { Verdict } from '@stackbench/statistics';
import { count } from '../numbers.ts';
import type { Comparison } from '../analysis/comparison.ts';
import {
  describeRatio,
  describeVerdict,
  formatInterval,
  formatPercent,
  formatRatio,
} from './phrases.ts';

const verdicts: readonly Verdict[] = ['faster', 'slower', 'same', 'inconclusive'];

/** What came out of a comparison, in one or two sentences of plain text. */
export function summarizeComparison({ total, cases, leftOut }: Comparison): string {
  const omitted = leftOut.length === 0 ? '' : ` ${count(leftOut.length, 'case')} left out.`;
  if (cases.length === 0) return `B and A have no case in common that can be compared.${omitted}`;
  const tally = verdicts
    .map((verdict) => [verdict, cases.filter((one) => one.verdict === verdict).length] as const)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${verdict}`)
    .join(', ');
  if (total === null) return `No round holds all cases. Case by case: ${tally}.${omitted}`;
  const interval =
    total.interval === null ? 'no interval' : `95 % interval ${formatInterval(total.interval)}`;
  const numbers = `(B / A ${formatRatio(total.ratio)}, ${interval})`;
  const over = cases.length === 1 ? 'in the one common case' : `over ${cases.length} common cases`;
  const told =
    total.detectable === null ? '' : ` (${formatPercent(total.detectable)} could have been told)`;
  const counts = cases.length === 1 ? '' : ` Case by case: ${tally}.`;
  return `B ${describeRatio(total.ratio)} ${numbers} ${over}: ${describeVerdict(total)}${told}.${counts}${omitted}`;
}
