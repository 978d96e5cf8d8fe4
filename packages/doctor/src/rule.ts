import type { Layers } from '@stackbench/model';
import type { Finding } from './finding.ts';

/** One thing that can be wrong. A file in `rules/` each, found on disk. */
export interface Rule {
  id: string;
  /** Where it is wrong, with what was seen; empty where nothing is. */
  check(layers: Layers): Found[];
}

type Found = Omit<Finding, 'rule'>;
