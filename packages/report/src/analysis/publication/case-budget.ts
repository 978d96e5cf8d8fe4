import { defaultTunables, noCaseBudgetMs, type Tunables } from '@stackbench/model';
import type { PublishedRun } from './publication.ts';

/** Null where it is the usual one. */
export function budgetOf({ caseBudgetMs }: Tunables): PublishedRun['caseBudgetMs'] {
  if (caseBudgetMs === noCaseBudgetMs) return 'none';
  return caseBudgetMs === defaultTunables.caseBudgetMs ? null : caseBudgetMs;
}
