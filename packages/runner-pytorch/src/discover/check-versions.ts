import { isLowerVersion, type Problem } from '@stackbench/stacks';
import type { Probe } from './probe.ts';

/** What the worker is written for. */
const oldestPython = '3.8';
const oldestTorch = '1.13';

/** Why the worker does not run with what was found; null where it does. */
export function checkVersions({ pythonVersion, torch }: Probe): Problem | null {
  if (isLowerVersion(pythonVersion, oldestPython)) {
    return {
      reason: `Python ${pythonVersion} is too old: the worker needs ${oldestPython} or newer.`,
      fix: 'Make an environment with a newer Python.',
    };
  }
  const version = typeof torch === 'object' ? torch?.version : undefined;
  // Of `2.15.0+cu132` and `1.13.0a0` the numbers count.
  const [numbers] = /^\d+(\.\d+)*/.exec(version ?? '') ?? [];
  if (numbers !== undefined && isLowerVersion(numbers, oldestTorch)) {
    return {
      reason: `torch ${version} is too old: the worker needs ${oldestTorch} or newer.`,
      fix: `Update torch in this environment.`,
    };
  }
  return null;
}
