/** Stops this thread for some milliseconds, then lets its event loop turn once. */
export type Rest = (milliseconds: number) => Promise<void>;

/** Work that is done sooner is waited for as usual. */
const patienceMs = 1;
/** The first rest leaves this much of the expected time, the others are this share of the time waited. */
const share = 0.05;
const longestRestMs = 10;

/**
 * Waits for `work`, at rest. An implementation that polls while it waits takes a core from an
 * adapter that computes on the same processor: on two cores, half of its speed.
 *
 * @param expectedMs how long work like this took before; 0 when nobody knows
 */
export async function restWhile<T>(work: Promise<T>, rest: Rest, expectedMs: number): Promise<T> {
  const state = { isDone: false };
  const finish = () => {
    state.isDone = true;
  };
  work.then(finish, finish);
  const start = performance.now();
  if (expectedMs > patienceMs) await rest((1 - share) * expectedMs);
  while (!state.isDone) {
    const waitedMs = performance.now() - start;
    await rest(waitedMs < patienceMs ? 0 : Math.min(longestRestMs, share * waitedMs));
  }
  return work;
}
