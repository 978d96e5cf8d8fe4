import { procedure } from '@stackbench/statistics';
import type { PublishedResult } from './publication.ts';

/**
 * How much a result can tell: its launches. Those of fewer rounds than decide count only where nothing else
 * is there, so that ten rounds of a few cases come before one round of many.
 */
export function weightOf({ measured }: Pick<PublishedResult, 'measured'>): number {
  const launches = measured?.launches ?? 0;
  return launches >= procedure.decidingRounds ? launches : launches / 1e6;
}
