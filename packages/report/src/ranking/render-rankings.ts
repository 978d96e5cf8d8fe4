import type { Header } from '@stackbench/model';
import type { StackRanking } from '../analysis/stack-ranking/stack-ranking.ts';
import type { Paint } from '../style.ts';
import { escapeControl, hang } from '../text.ts';
import { decidingCommand } from './deciding-command.ts';
import { describeDecision, describeField, describeStanding, isRanked } from './phrases.ts';
import { nameClass } from './name-class.ts';
import { renderPlaces } from './place-table.ts';

/** The rankings of a run for a terminal, a section each: what to believe, the places, what would decide. */
export function renderRankings(
  rankings: readonly StackRanking[],
  header: Header,
  width: number,
  paint: Paint,
): string[][] {
  const isAnyRanked = rankings.some(isRanked);
  const sections = rankings.map((ranking) => [
    ...hang(`${paint('heading', nameClass(ranking))}  `, describeField(ranking), width),
    ...(isAnyRanked ? describeVerdict(ranking, width) : []),
    ...renderPlaces(ranking, width, paint),
    ...nameLeftOut(ranking, width),
    ...(isAnyRanked ? commandLines([ranking], header) : []),
  ]);
  const [first, ...others] = sections;
  if (first === undefined) return [];
  const heading = paint('heading', 'Ranking of stacks');
  if (isAnyRanked) return [[heading, ...first], ...others];
  // What is so for all of them is said once.
  const doubt = describeVerdict(rankings[0]!, width);
  return [[heading, ...doubt, ...commandLines(rankings, header)], ...sections];
}

function describeVerdict(ranking: StackRanking, width: number): string[] {
  return hang('  ', escapeControl(describeStanding(ranking)), width);
}

function nameLeftOut({ leftOut }: StackRanking, width: number): string[] {
  if (leftOut.length === 0) return [];
  const names = leftOut.map(({ id }) => id).join(', ');
  return hang('  ', escapeControl(`measured too little to be ranked: ${names}`), width);
}

/** Never wrapped: a command is there to be pasted. */
function commandLines(rankings: readonly StackRanking[], header: Header): string[] {
  const decision = decidingCommand(header, rankings);
  if (decision === null) return [];
  return [`  ${describeDecision(decision)}:`, `    ${escapeControl(decision.command)}`];
}
