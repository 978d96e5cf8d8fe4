import { formatRanges, type ShardState } from '@stackbench/fleet';
import type { Matrix } from '@stackbench/model';
import { count, createPaint, escapeControl, hang, type Paint } from '@stackbench/report';
import type { Output } from '../../terminal/terminal.ts';
import { shortenPath } from '../../user-paths.ts';
import { adviseOnForeign } from './advise-on-foreign.ts';
import type { FleetMatrix } from './fleet-matrix.ts';
import type { FleetShard, FleetShards } from './read-shards.ts';

/** One screen: more of a kind than this are counted. */
const mostRows = 12;

type Is = ShardState['is'];
type Of<I extends Is> = FleetShard & { state: Extract<ShardState, { is: I }> };

/** Where the shards of a matrix stand: how many, then each that is not complete, and what to do next. */
export function renderStatus(
  {
    matrix,
    path,
    words,
  }: Pick<FleetMatrix, 'path' | 'words'> & {
    matrix: Pick<Matrix, 'matrixId'>;
  },
  { shards, problem }: FleetShards,
  output: Output,
): string {
  const paint = createPaint(output.color);
  const only = <I extends Is>(is: I) =>
    shards.filter((shard): shard is Of<I> => shard.state.is === is);
  const [complete, running, waiting, failed, unsubmitted, foreign] = [
    only('complete'),
    only('running'),
    only('waiting'),
    only('failed'),
    only('unsubmitted'),
    only('foreign'),
  ];
  const counts = [
    `${complete.length} complete`,
    ...[
      { name: 'running', has: running },
      { name: 'waiting', has: waiting },
      { name: 'failed', has: failed },
      { name: 'not submitted', has: unsubmitted },
      { name: 'of another matrix', has: foreign },
    ].flatMap(({ name, has }) => (has.length === 0 ? [] : [`${has.length} ${name}`])),
  ];
  const lines = [
    `${paint('heading', matrix.matrixId)}  ${count(shards.length, 'shard')}: ${counts.join(', ')}`,
    ...some(running.map((shard) => describeRunning(shard))),
    ...some(describeWaiting(waiting, paint)),
    ...some(failed.map((shard) => describeFailed(shard, paint))),
    ...some(describeForeign(foreign, paint)),
    ...(foreign.length === 0 ? [] : [adviseOnForeign(path)]),
    ...(problem === null
      ? []
      : [paint('bad', `The queue could not be asked: ${escapeControl(problem)}`)]),
  ];
  // What is submitted of a matrix that was changed could not be gathered with the rest.
  const missing = foreign.length > 0 ? 0 : failed.length + unsubmitted.length;
  return [
    ...lines.flatMap((line) => hang('', line, output.width())),
    // To be copied, so in one line.
    ...adviseNext(shards.length, complete.length, missing, words),
    '',
  ].join('\n');
}

function describeRunning({ progress, state: { node, elapsed } }: Of<'running'>): string {
  const { index, outcomes, expected } = progress;
  const where = node === null ? '' : ` on ${node}`;
  return `  ${index}  runs${where} for ${elapsed}: ${outcomes} of ${expected} outcomes`;
}

/** Those that wait for the same are one line. */
function describeWaiting(waiting: readonly Of<'waiting'>[], paint: Paint): string[] {
  return [...Map.groupBy(waiting, ({ state }) => escapeControl(state.reason))].map(
    ([reason, group]) => {
      const indexes = formatRanges(group.map(({ progress }) => progress.index));
      const advice = group[0]!.state.advice;
      return advice === null
        ? `  ${indexes}  wait: ${reason}`
        : `  ${indexes}  ${paint('bad', `will not start: ${reason}`)}; ${advice}`;
    },
  );
}

function describeFailed({ progress, state, log }: Of<'failed'>, paint: Paint): string {
  const { index, outcomes, expected } = progress;
  const far = `${outcomes} of ${expected} outcomes`;
  return `  ${index}  ${paint('bad', escapeControl(state.reason))}, after ${far}: ${escapeControl(shortenPath(log))}`;
}

/** Those that differ in the same are one line. */
function describeForeign(foreign: readonly Of<'foreign'>[], paint: Paint): string[] {
  return [...Map.groupBy(foreign, ({ state }) => state.reason)].map(([reason, group]) => {
    const indexes = formatRanges(group.map(({ progress }) => progress.index));
    return `  ${indexes}  ${paint('bad', `not of this matrix: ${escapeControl(reason)}`)}`;
  });
}

function some(rows: readonly string[]): string[] {
  const left = rows.length - mostRows;
  return left <= 0 ? [...rows] : [...rows.slice(0, mostRows), `  … and ${left} more`];
}

function adviseNext(all: number, complete: number, missing: number, words: string): string[] {
  if (complete === all) return [`Put them together:  pnpm bench fleet gather ${words}`];
  if (missing === 0) return [];
  return [`Submit what is missing:  pnpm bench fleet submit ${words} --slurm`];
}
