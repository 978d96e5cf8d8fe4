import type { ExperimentKind } from './experiment-kind.ts';
import { loadFolder } from './load-folder.ts';

/** Every kind of experiment, by name. */
export async function loadExperiments(): Promise<ExperimentKind[]> {
  return loadFolder<ExperimentKind>('what-if', 'kind');
}
