/** Stops this thread for some milliseconds, then lets its event loop turn once. */
export type Rest = (milliseconds: number) => Promise<void>;

/** Work that is done sooner is waited for as usual. */
const patienceMs = 1;
/** A rest is this share of the time waited so far, so it is never late by more. */
const share = 0.1;
const longestRestMs = 10;

/**
 * Waits for `work`, at rest. An implementation that polls while it waits takes a core from an
 * adapter that computes on the same processor: on two cores, half of its speed.
 */
export async function restWhile<T>(work: Promise<T>, rest: Rest): Promise<T> {
  const state = { isDone: false };
  const finish = () => {
    state.isDone = true;
  };
  work.then(finish, finish);
  const start = performance.now();
  while (!state.isDone) {
    const waitedMs = performance.now() - start;
    await rest(waitedMs < patienceMs ? 0 : Math.min(longestRestMs, share * waitedMs));
  }
  return work;
}
