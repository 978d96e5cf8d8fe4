export { renderIndexedJob } from './kubernetes/indexed-job.ts';
export { lastWordOf } from './shard/last-word.ts';
export { type ShardProgress, type ShardState, stateOfShard } from './shard/shard-state.ts';
export { formatRanges } from './slurm/array-ranges.ts';
export { askSlurm } from './slurm/ask-slurm.ts';
export { logName, renderBatchScript } from './slurm/batch-script.ts';
export {
  readSubmissions,
  renderSubmissions,
  type Submission,
  type WayOfSubmission,
} from './slurm/submissions.ts';
export { submitArray } from './slurm/submit-array.ts';
