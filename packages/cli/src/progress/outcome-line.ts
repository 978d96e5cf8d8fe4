import { type AmountOfWork, type Outcome, rateOf } from '@stackbench/model';
import { median } from '@stackbench/statistics';
import { escapeControl, formatThroughput, statusWords, truncate } from '@stackbench/report';

/** What became of a case, in one line: `webgpu:dawn/gpu  gemm/naive:…;f32  0.341 GFLOP/s`. */
export function describeOutcome(outcome: Outcome, work: AmountOfWork, rounds: number): string {
  const round = rounds > 1 ? [`round ${outcome.round + 1}`] : [];
  return escapeControl([...round, outcome.stack, outcome.case, resultOf(outcome, work)].join('  '));
}

/** Columns of a reason for which nothing can be done at once. */
const shortReason = 60;

/** Why a case was not tried, in short and without its name; null where it was. */
export function describeLeftOut(outcome: Outcome, rounds: number): string | null {
  if (outcome.status !== 'skipped' && outcome.status !== 'unsupported') return null;
  const [reason = ''] = outcome.reason.split(/\n|: |\. /);
  const round = rounds > 1 ? [`round ${outcome.round + 1}`] : [];
  const what = truncate(escapeControl(reason), shortReason);
  return [...round, escapeControl(outcome.stack), `${statusWords(outcome.status)}: ${what}`].join(
    '  ',
  );
}

function resultOf(outcome: Outcome, work: AmountOfWork): string {
  if (outcome.status !== 'ok') {
    const [first = ''] = outcome.reason.split('\n');
    return `${statusWords(outcome.status)}: ${first}`;
  }
  const chosen = outcome.chosenVariant === undefined ? '' : ` (${outcome.chosenVariant})`;
  return formatThroughput(rateOf(work, median(outcome.kernelNs))) + chosen;
}
