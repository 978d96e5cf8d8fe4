import type { PublishedRanking } from '../../analysis/publication/publication.ts';
import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { formatThroughput } from '../../numbers.ts';
import { describeDecision } from '../../ranking/phrases.ts';
import { formatAddress } from './address.ts';
import { shareText } from './cells.ts';
import type { Block, TableCell, TableView, TextView } from './view.ts';

/** Sentences beyond this many are left to the table. */
const mostSentences = 3;

/** Which stack wins, in a sentence for each ranking. */
export function rankingAnswer(rankings: readonly PublishedRanking[]): TextView {
  return {
    kind: 'text',
    tone: 'answer',
    paragraphs:
      rankings.length === 0
        ? ['No two stacks of one run measured the same here, so none is ranked.']
        : rankings.slice(0, mostSentences).map(rankingSentence),
  };
}

/** `… (f32, library against library, geometric mean over the 2 problems.)` */
export function rankingSentence({ dataType, field, standing }: PublishedRanking): string {
  return `${standing} (${dataType}, ${field}.)`;
}

/** All places of all rankings, and the commands that would decide what is open. */
export function rankingBlocks(
  index: PublicationIndex,
  rankings: readonly PublishedRanking[],
): Block[] {
  if (rankings.length === 0) return [];
  return [rankingTable(index, rankings), ...rankings.flatMap(decide)];
}

function rankingTable(index: PublicationIndex, rankings: readonly PublishedRanking[]): TableView {
  return {
    kind: 'table',
    id: 'ranking',
    caption: 'Ranking of stacks',
    note: 'Libraries are ranked with libraries, and a kernel with the same kernel. The mean is geometric, over what all of a ranking measured; what one of them misses is left out for all, never counted as 0 or as 1.',
    columns: [
      { title: 'Stack' },
      { title: 'Data type' },
      { title: 'Ranked by' },
      { title: 'Mean', numeric: true },
      { title: 'Of the first', numeric: true },
      { title: 'Fastest on', numeric: true },
      { title: 'Behind the first' },
    ],
    rows: rankings.flatMap(({ dataType, discipline, field, cases, places }) =>
      places.map(({ stack: key, rate, share, wins, standing }): TableCell[] => {
        const stack = index.stacks.get(key);
        const href = formatAddress('stack', [
          ['device', stack?.device],
          ['id', stack?.id],
        ]);
        return [
          { text: stack?.id ?? key, href },
          { text: dataType },
          { text: discipline, hint: field },
          rate === null
            ? { text: '', sort: null }
            : { text: formatThroughput(rate), sort: rate.perSecond },
          { text: shareText(share), sort: share, bar: share, href },
          { text: `${wins} of ${cases}`, sort: wins },
          { text: standing },
        ];
      }),
    ),
  };
}

function decide({ dataType, field, decision }: PublishedRanking): TextView[] {
  if (decision === null) return [];
  return [
    {
      kind: 'text',
      paragraphs: [`${describeDecision(decision)} (${dataType}, ${field}):`],
      command: decision.command,
    },
  ];
}
