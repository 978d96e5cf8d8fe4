import type { Machine } from './machine.ts';
import type { Text } from './text.ts';
import type { Verdict } from './verdict.ts';

/** What people believe of drivers, CUDA, cuDNN and Toolkits. A file in `beliefs/` each, found on disk. */
export interface Belief {
  claim: Text;
  verdict: Verdict;
  /** Why, anywhere. */
  why: Text;
  /** What this machine shows of it; null where it shows nothing. */
  here: (machine: Machine) => Text | null;
}
