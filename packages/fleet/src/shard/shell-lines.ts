import { quoteWord } from '@stackbench/report';

/** What measures a shard, once its index is known. */
export interface ShardCommand {
  /** How stackbench is started there. */
  program: readonly string[];
  /** The plan; nodes find it by this path. */
  matrix: string;
  /** The folder that gets the run files of shards. */
  results: string;
}

/**
 * Lines for a POSIX shell that measure a shard, hand TERM on to bench, and leave its exit code in `code`. A shell that a
 * scheduler signals would die without its child or, as the first process of a container, do nothing.
 * @param shard what the shell says for the index: `"$shard"`
 */
export function renderShardLines(
  { program, matrix, results }: ShardCommand,
  shard: string,
): string[] {
  const words = [...program, 'run', '--plan', matrix, '--results', results, '--wait', '--shard'];
  return [
    `${words.map(quoteArgument).join(' ')} ${shard} &`,
    'bench=$!',
    `trap 'kill -TERM "$bench" 2>/dev/null' TERM`,
    'wait "$bench"',
    'code=$?',
    '# A signal ends `wait` before bench has ended.',
    'while kill -0 "$bench" 2>/dev/null; do',
    '  wait "$bench"',
    '  code=$?',
    'done',
  ];
}

/** As a shell reads it, and sbatch in its script; an option's dashes stay bare, so that a person finds it. */
export function quoteArgument(word: string): string {
  return /^-[\w@%+:,./=-]+$/.test(word) ? word : quoteWord(word);
}
