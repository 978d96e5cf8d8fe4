import { countNoun, dateText, encodePath } from './cells.ts';
import type { PublishedRun } from '../../analysis/publication/publication.ts';
import type { MakeView, TableCell } from './view.ts';

/** The run files that everything here is made from. */
export const runsView: MakeView = ({ publication, entries }) => {
  const byRun = Map.groupBy(entries, (entry) => entry.run.id);
  const hasFleets = publication.runs.some(({ fleet }) => fleet !== undefined);
  return {
    title: 'Runs',
    intro:
      'The run files that all tables are made from. They hold every sample; everything here can be computed from them again.',
    controls: [],
    blocks: [
      {
        kind: 'table',
        id: 'runs',
        caption: 'Run files',
        columns: [
          { title: 'Started (UTC)' },
          { title: 'Suite' },
          { title: 'Devices' },
          { title: 'Rounds', numeric: true },
          { title: 'Measured', numeric: true },
          { title: 'Ended' },
          ...(hasFleets ? [{ title: 'Nodes' }] : []),
          { title: 'stackbench' },
        ],
        rows: publication.runs.toReversed().map((run) => {
          const own = byRun.get(run.id) ?? [];
          const measured = own.filter((entry) => entry.result.measured !== null).length;
          const devices = new Set(own.map((entry) => entry.device.title));
          return [
            { text: dateText(run.startedAt), sort: run.startedAt, href: encodePath(run.file) },
            { text: run.suite },
            { text: [...devices].join('; ') },
            { text: String(run.rounds), sort: run.rounds },
            {
              text: `${measured} of ${countNoun(own.length, 'result')}${run.shown === undefined ? '' : ` here; the run has ${run.shown.ofResults}`}`,
              sort: measured,
            },
            run.endedAt === null
              ? { text: 'cut off', tone: 'warning' }
              : { text: dateText(run.endedAt) },
            ...(hasFleets ? [nodesCell(run)] : []),
            {
              text: `${run.version}${run.commit === null ? '' : ` (${run.commit.slice(0, 12)}${run.dirty === true ? ', changed' : ''})`}`,
            },
          ];
        }),
        empty: 'There are no runs yet.',
      },
    ],
  };
};

const mostNamed = 3;

/** How many nodes measured a run, and how those that are odd differ from the others. */
function nodesCell({ fleet }: PublishedRun): TableCell {
  if (fleet === undefined) return { text: '', sort: null };
  const { nodes, odd } = fleet;
  if (odd.length === 0) return { text: String(nodes), sort: nodes };
  const told = odd
    .slice(0, mostNamed)
    .map(({ token, shards, how }) => `${token} (${countNoun(shards, 'shard')}): ${how}`);
  const more = odd.length - told.length;
  return {
    text: `${nodes}, ${odd.length} odd: ${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    sort: nodes,
    tone: 'warning',
  };
}
