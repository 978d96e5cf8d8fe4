import type { Environment } from '@stackbench/workers';

/** What is different in `after`: the new value, or null where there is none any more. */
export function compareEnvironments(
  before: Environment,
  after: Environment,
): Record<string, string | null> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .filter((name) => before[name] !== after[name])
      .toSorted()
      .map((name) => [name, after[name] ?? null]),
  );
}
