import { procedure } from '@stackbench/statistics';
import type { Discipline } from '../analysis/stack-ranking/discipline.ts';
import { describeLead } from '../analysis/lead.ts';
import type { StackPlace, StackRanking } from '../analysis/stack-ranking/stack-ranking.ts';
import {
  formatDetectable,
  formatInterval,
  formatPercent,
  formatRatio,
} from '../compare/phrases.ts';
import { count } from '../numbers.ts';

const disciplineWords: Record<Discipline, string> = {
  library: 'library against library',
  best: 'the best of its own kernels',
  kernels: 'the same kernels',
};

/** What was ranked over what: `library against library, geometric mean over the 2 problems that all measured`. */
export function describeField({ discipline, cases, measuredCases }: StackRanking): string {
  const noun = discipline === 'kernels' ? 'case' : 'problem';
  const over =
    cases.length === measuredCases
      ? `the ${count(cases.length, noun)}`
      : `the ${cases.length} of ${count(measuredCases, noun)} that all of them measured`;
  return `${disciplineWords[discipline]}, geometric mean over ${over}`;
}

/** Whether there are places at all: without an interval there is but an order. */
export function isRanked({ places }: StackRanking): boolean {
  return places[1]?.behind?.interval != null;
}

/** Whether the first place is ahead of the second, in a sentence or two. */
export function describeStanding({ places }: StackRanking): string {
  const [first, second] = places;
  if (first === undefined || second === undefined) return '';
  const [a, b] = [first.stack.id, second.stack.id];
  const lead = second.behind;
  if (lead === null) return `No round holds both ${a} and ${b}, so neither is ahead.`;
  if (lead.interval === null) {
    return 'One round cannot rank: it does not tell how much the next launch differs.';
  }
  const { low, high } = lead.interval;
  const factor = `${formatRatio(1 / lead.ratio)} (${formatInterval({ low: 1 / high, high: 1 / low })})`;
  const told = `${formatDetectable(lead)} or more could have been told.`;
  if (lead.verdict === 'same') {
    return `${a} and ${b} are the same within ${formatPercent(lead.margin)}, ${factor}; ${told}`;
  }
  if (lead.verdict !== 'faster') {
    const noise =
      lead.margin > procedure.margin
        ? `, where a stack may differ from itself by ${formatPercent(lead.margin)}`
        : '';
    return `Undecided between ${a} and ${b}, ${factor}${noise}; ${told}`;
  }
  const doubt =
    lead.evidence === 'indicative'
      ? `, indicative: fewer than ${procedure.decidingRounds} rounds`
      : '';
  return `${a} is faster than ${b}, ${factor}${doubt}; ${told}`;
}

/** What stands before the command that would settle a ranking, or that at least brings that nearer. */
export function describeDecision({ likely }: { likely: boolean }): string {
  return likely ? 'To decide' : 'More rounds narrow it';
}

/** In a word, how a place stands to the first; empty of the first itself. */
export function describePlace({ behind }: StackPlace): string {
  if (behind === null) return '';
  const word = describeLead(behind);
  return word === 'clearly' ? 'behind' : word;
}
