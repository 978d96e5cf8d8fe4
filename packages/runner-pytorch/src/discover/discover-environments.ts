import type { DiscoverOptions } from '@stackbench/engine';
import {
  askCondaManagers,
  deactivate,
  type Environment,
  type EnvironmentPlaces,
  findEnvironments,
  inParallel,
  type PythonEnvironment,
} from '@stackbench/stacks';
import { examineEnvironment, type TorchEnvironment } from './examine-environment.ts';

/** Environments looked into at once: more than cores, as one that hangs only waits. */
const width = 32;

/**
 * Every Python environment with torch that is found at `places`, in the order found. What files tell is
 * looked into while conda's own programs, which are slow, are still being asked for more.
 */
export async function discoverEnvironments(
  places: EnvironmentPlaces,
  options: DiscoverOptions,
): Promise<TorchEnvironment[]> {
  const asked = askCondaManagers(places, options);
  const plain = await deactivate(places.env, options);
  const inFiles = findEnvironments(places);
  const examined = examineAll(inFiles, plain, options);
  const prefixes = new Set(inFiles.map(keyOf));
  const more = findEnvironments(places, await asked).filter((found) => !prefixes.has(keyOf(found)));
  return [...(await examined), ...(await examineAll(more, plain, options))];
}

async function examineAll(
  environments: readonly PythonEnvironment[],
  plain: Environment,
  options: DiscoverOptions,
): Promise<TorchEnvironment[]> {
  const examined = await inParallel(environments, width, (environment) =>
    examineEnvironment(environment, plain, options),
  );
  return examined.filter((found) => found !== null);
}

function keyOf({ kind, prefix, interpreter }: PythonEnvironment): string {
  return JSON.stringify(kind === 'system' ? interpreter : prefix);
}
