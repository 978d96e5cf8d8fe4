import { decidingCommand } from '../../ranking/deciding-command.ts';
import { describeField, describePlace, describeStanding } from '../../ranking/phrases.ts';
import type { LaunchedRun } from '../launch-outcome.ts';
import { rank } from '../ranking.ts';
import { rankStacks } from '../stack-ranking/stack-ranking.ts';
import type { CaseSummary } from '../summary.ts';
import { cleanText } from './clean-text.ts';
import type { PublishedRanking } from './publication.ts';

/** The rankings of a run's stacks as the terminal prints them. Devices and stacks by their ids in the run. */
export function listRankings(
  run: LaunchedRun,
  summaries: readonly CaseSummary[],
  deviceOf: (stack: string) => string,
): Omit<PublishedRanking, 'run'>[] {
  return rankStacks(run, rank(run, summaries)).map((ranking) => {
    const { dataType, discipline, cases, places, leftOut } = ranking;
    const decision = decidingCommand(run.header, [ranking]);
    return {
      device: deviceOf(places[0]?.stack.id ?? ''),
      dataType,
      discipline,
      field: describeField(ranking),
      standing: cleanText(describeStanding(ranking)),
      decision: decision && { ...decision, command: cleanText(decision.command) },
      cases: cases.length,
      places: places.map((place) => ({
        stack: place.stack.id,
        rate:
          place.rate === null
            ? null
            : { ...place.rate, perSecond: Number(place.rate.perSecond.toPrecision(6)) },
        share: Number(place.share.toPrecision(6)),
        wins: place.wins,
        standing: describePlace(place),
      })),
      leftOut: leftOut.map(({ id }) => id),
    };
  });
}
