import { adviseOnWaiting } from '../slurm/pending-reasons.ts';
import { firstWord } from '../slurm/batch-script.ts';
import type { SlurmTask } from '../slurm/task.ts';

/** A shard as its file tells. */
export interface ShardProgress {
  index: number;
  /** How many outcomes its file has, of how many. */
  outcomes: number;
  expected: number;
  isComplete: boolean;
  /** Why its file is of another matrix, or of none; null where it is not, or there is no file. */
  foreign: string | null;
}

/** Where a shard stands. */
export type ShardState =
  | { is: 'complete' }
  | { is: 'running'; node: string | null; elapsed: string }
  /** `advice` where waiting alone will not do. */
  | { is: 'waiting'; reason: string; advice: string | null }
  /** It was submitted, is in no queue any more, and its file is not complete. */
  | { is: 'failed'; reason: string }
  | { is: 'unsubmitted' }
  /** Its file is of another matrix than this: whoever measured it had another, or it was changed since. */
  | { is: 'foreign'; reason: string };

export interface ShardEvidence {
  progress: ShardProgress;
  wasSubmitted: boolean;
  /** What Slurm knows of it. */
  task: SlurmTask | undefined;
  /** The last that its script said in its log. */
  lastWord: string | null;
}

const running = new Set([
  'RUNNING',
  'COMPLETING',
  'CONFIGURING',
  'SUSPENDED',
  'STOPPED',
  'SIGNALING',
  'STAGE_OUT',
]);
const waiting = new Set([
  'PENDING',
  'REQUEUED',
  'REQUEUE_HOLD',
  'REQUEUE_FED',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
]);

/** Joins what the queue, the shard's file and its log tell: the file alone makes a shard complete. */
export function stateOfShard({
  progress,
  wasSubmitted,
  task,
  lastWord,
}: ShardEvidence): ShardState {
  if (progress.foreign !== null) return { is: 'foreign', reason: progress.foreign };
  if (progress.isComplete) return { is: 'complete' };
  if (task !== undefined && running.has(task.state)) {
    return { is: 'running', node: task.node, elapsed: task.elapsed };
  }
  if (task !== undefined && waiting.has(task.state)) {
    const reason = task.reason ?? 'unknown';
    return { is: 'waiting', reason, advice: adviseOnWaiting(reason) };
  }
  if (!wasSubmitted) return { is: 'unsubmitted' };
  return { is: 'failed', reason: describeEnd(task, lastWord) };
}

/** How a task ended, from who knows it best: Slurm, who ended it from outside; its own last word; Slurm's exit code. */
function describeEnd(task: SlurmTask | undefined, lastWord: string | null): string {
  if (task !== undefined && !['FAILED', 'COMPLETED'].includes(task.state)) {
    return task.state.toLowerCase().replaceAll('_', ' ');
  }
  // Slurm forgets a task that was cancelled while it waited.
  if (lastWord === null) return task?.reason ?? 'it left the queue before it began';
  return lastWord.startsWith(firstWord) ? `cut off, and not told why: it ${lastWord}` : lastWord;
}
