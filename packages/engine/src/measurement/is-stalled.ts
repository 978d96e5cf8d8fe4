import type { TimedSample } from './take-samples.ts';

/** A sample is taken for stopped when it takes this many times what was expected… */
const stallFactor = 10;
/** …and this much more. */
const stallNs = 500e6;

/** Whether the process was stopped during a sample (SIGSTOP, a suspended machine): nothing else takes so long. */
export function isStalled({ hostNs }: Pick<TimedSample, 'hostNs'>, expectedNs: number): boolean {
  return hostNs > stallFactor * expectedNs && hostNs - expectedNs > stallNs;
}
