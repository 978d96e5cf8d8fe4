import { quoteWord } from '@stackbench/report';
import { formatRanges } from './array-ranges.ts';
import { quoteArgument, renderShardLines, type ShardCommand } from '../shard/shell-lines.ts';

/** All paths are absolute. */
export interface BatchScriptOptions extends ShardCommand {
  matrixId: string;
  /** Indexes of those to be measured. */
  shards: readonly number[];
  /** Where run files of these shards lie, and their logs beside them. */
  folder: string;
  /** How many may run at the same time; null where the scheduler decides alone. */
  atOnce: number | null;
  /** What else sbatch is asked for. */
  sbatchOptions: readonly string[];
}

/** How long before its time is over a task is told, to end what it measures in good order. */
const noticeSeconds = 60;

/** What the script says first in a log. */
export const firstWord = 'starts on';

/** The log of a shard; `index` may be a pattern. */
export function logName(index: number | '%a'): string {
  return `${index}.log`;
}

/**
 * What sbatch is given: one task a shard. bench's exit codes become Slurm's: 0 and 4 (some outcomes failed, which is
 * data) end a shard; a signal puts it back into the queue, to go on from its file; anything else stays as a failure.
 */
export function renderBatchScript(options: BatchScriptOptions): string {
  const { matrixId, shards, folder, atOnce, sbatchOptions } = options;
  const limit = atOnce === null ? '' : `%${atOnce}`;
  return `${[
    '#!/bin/sh',
    '# Written by `bench fleet submit`: a task measures a shard of the matrix, on one device.',
    '# To submit it by hand: make the folder of its logs, as Slurm does not, and give it to sbatch.',
    `#   mkdir -p ${quoteWord(folder)}`,
    `#SBATCH --job-name=${quoteWord(`stackbench-${matrixId}`)}`,
    `#SBATCH --array=${formatRanges(shards)}${limit}`,
    `#SBATCH --output=${quoteWord(`${folder}/${logName('%a')}`)} --open-mode=append`,
    `#SBATCH --requeue --signal=B:TERM@${noticeSeconds}`,
    // Behind the others, so that they win.
    ...(sbatchOptions.length === 0
      ? []
      : [`#SBATCH ${sbatchOptions.map(quoteArgument).join(' ')}`]),
    '',
    'shard=$SLURM_ARRAY_TASK_ID',
    'task=${SLURM_ARRAY_JOB_ID}_$shard',
    `run=${quoteWord(folder)}/$shard.jsonl`,
    'say() { echo "fleet: shard $shard $*"; }',
    '# What another node began is kept beside it.',
    'lines() { cat "$run" "$run".begun-* 2>/dev/null | wc -l; }',
    '',
    '# One device a task, whatever the scheduler hands out: --exclusive shows all of a node.',
    'given=${CUDA_VISIBLE_DEVICES-}',
    '[ -z "$given" ] || export CUDA_VISIBLE_DEVICES="${given%%,*}"',
    `say "${firstWord} \${SLURMD_NODENAME-}: restart \${SLURM_RESTART_COUNT:-0}," \\`,
    '  "devices given: ${given:-none}, used: ${CUDA_VISIBLE_DEVICES:-what is found}"',
    '',
    'before=$(lines)',
    ...renderShardLines(options, '"$shard"'),
    '',
    'case $code in',
    '0 | 4)',
    '  say "is complete: exit code $code"',
    '  exit 0',
    '  ;;',
    '130 | 137 | 143)',
    '  # Its time is over, and not: cancelled, or put back into the queue by others, which has another state.',
    '  if [ "$(squeue --noheader --jobs="$task" --format=%T)" = RUNNING ]; then',
    '    if [ "$(lines)" -gt "$before" ]; then',
    '      say "goes on in another start: exit code $code"',
    '      scontrol requeue "$task" && exit 0',
    '    else',
    '      say "came no further in the time that it had: give it more with --time"',
    '    fi',
    '  fi',
    '  ;;',
    'esac',
    'say "ended: exit code $code"',
    'exit "$code"',
  ].join('\n')}\n`;
}
