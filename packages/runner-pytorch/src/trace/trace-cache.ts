import { join } from 'node:path';
import { cacheFolder, keepAnswers, type KeptAnswers, noAnswers } from '@stackbench/stacks';
import type { Probe } from '../discover/probe.ts';
import type { Trace } from './run-trace.ts';

/**
 * What processes have told of an environment, by its state (see `describeState`): kept until something changes
 * that it could depend on.
 */
export interface EnvironmentCache {
  trace: KeptAnswers<Trace>;
  probe: KeptAnswers<Probe>;
}

/** Keeps nothing. */
export const noEnvironmentCache: EnvironmentCache = { trace: noAnswers, probe: noAnswers };

export function openEnvironmentCache(folder = join(cacheFolder(), 'traces')): EnvironmentCache {
  return { trace: keepAnswers(folder, 'trace'), probe: keepAnswers(folder, 'probe') };
}
