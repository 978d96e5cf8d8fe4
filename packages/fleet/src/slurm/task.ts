/** A task of an array, as Slurm tells of it. */
export interface SlurmTask {
  shard: number;
  /** In Slurm's own words: `PENDING`, `RUNNING`, `COMPLETING`, `NODE_FAIL`. */
  state: string;
  node: string | null;
  /** `1:32` */
  elapsed: string;
  /** Why it waits, or how it ended. */
  reason: string | null;
}
