import type { Phase, RunEvent } from '@stackbench/engine';
import type { Outcome } from '@stackbench/model';

/** An outcome's key: what has been or will be measured once. */
export type Job = Pick<Outcome, 'case' | 'stack' | 'round'>;

/** How far a run is. Times are host milliseconds on one clock. */
export interface Progress {
  total: number;
  done: number;
  startedMs: number;
  rounds: number;
  current: (Job & { startedMs: number; phase: Phase | null }) | null;
  /** The stack that is being launched, when no case runs yet. */
  launching: { stack: string; round: number; built?: { done: number; total: number } } | null;
  left: ReadonlyMap<string, Job>;
  /** How long the last outcome of each case on each stack took. */
  tookMs: ReadonlyMap<string, number>;
}

/** Progress of a run that is about to measure `jobs`, `finished` others being done already. */
export function startProgress(
  jobs: readonly Job[],
  finished: number,
  rounds: number,
  startedMs: number,
): Progress {
  return {
    total: jobs.length + finished,
    done: finished,
    startedMs,
    rounds,
    current: null,
    launching: null,
    left: new Map(jobs.map((job) => [jobKey(job), job])),
    tookMs: new Map(),
  };
}

/** Progress after `event`. */
export function advance(progress: Progress, event: RunEvent, nowMs: number): Progress {
  switch (event.type) {
    case 'launch-start':
      return { ...progress, launching: { stack: event.stack, round: event.round }, current: null };
    case 'prebuild': {
      const { stack, round, done, total } = event;
      return { ...progress, launching: { stack, round, built: { done, total } } };
    }
    case 'case-start': {
      const { case: id, stack, round } = event;
      const current = { case: id, stack, round, startedMs: nowMs, phase: null };
      return { ...progress, launching: null, current };
    }
    case 'phase': {
      const { current } = progress;
      return current === null
        ? progress
        : { ...progress, current: { ...current, phase: event.phase } };
    }
    case 'outcome': {
      const left = new Map(progress.left);
      left.delete(jobKey(event.outcome));
      const tookMs = new Map(progress.tookMs);
      if (progress.current !== null) {
        tookMs.set(pairKey(event.outcome), nowMs - progress.current.startedMs);
      }
      return { ...progress, done: progress.done + 1, left, tookMs, current: null };
    }
    default:
      return progress;
  }
}

/** Outcomes after which an estimate is worth showing. */
const fewestForEstimate = 3;

/**
 * Time left: what each outcome took in an earlier round, or else the mean of all. Null as long as
 * too little is known.
 */
export function estimateLeftMs({ left, tookMs, current }: Progress, nowMs: number): number | null {
  if (tookMs.size < fewestForEstimate) return null;
  const known = [...tookMs.values()];
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  const expected = [...left.values()]
    .map((job) => tookMs.get(pairKey(job)) ?? mean)
    .reduce((sum, each) => sum + each, 0);
  const spent = current === null ? 0 : nowMs - current.startedMs;
  return Math.max(0, expected - spent);
}

/** What tells jobs apart. */
export function jobKey({ case: id, stack, round }: Job): string {
  return JSON.stringify([id, stack, round]);
}

function pairKey({ case: id, stack }: Job): string {
  return JSON.stringify([id, stack]);
}
