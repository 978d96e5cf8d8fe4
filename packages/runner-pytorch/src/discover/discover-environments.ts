import { availableParallelism } from 'node:os';
import type { DiscoverOptions, Environment } from '@stackbench/workers';
import {
  askCondaManagers,
  distrust,
  type EnvironmentPlaces,
  findEnvironments,
  inParallel,
  type PythonEnvironment,
} from '@stackbench/stacks';
import { leaveOutRepeated } from './leave-out-repeated.ts';
import {
  confirmImport,
  examineEnvironment,
  refuseEnvironment,
  type TorchEnvironment,
} from './examine-environment.ts';

/** Environments looked into at once: more than cores, as one that hangs only waits. */
const width = 32;

/**
 * Every Python environment with torch that is found at `places`, in the order found. What files tell is
 * looked into while conda's own programs, which are slow, are still being asked for more.
 * @param plain variables without any environment active
 */
export async function discoverEnvironments(
  places: EnvironmentPlaces,
  plain: Environment,
  options: DiscoverOptions,
): Promise<TorchEnvironment[]> {
  const asked = askCondaManagers(places, options);
  const examineAll = (environments: readonly PythonEnvironment[]) =>
    inParallel(environments, width, async (environment) => ({
      environment,
      found: await examine(environment, places, plain, options),
    }));
  const first = examineAll(findEnvironments(places));
  // An interpreter that belongs to none of the first may belong to one of these.
  const all = findEnvironments(places, await asked);
  const known = new Map((await first).map(({ environment, found }) => [keyOf(environment), found]));
  const more = all.filter((environment) => !known.has(keyOf(environment)));
  for (const { environment, found } of await examineAll(more)) {
    known.set(keyOf(environment), found);
  }
  const examined = leaveOutRepeated(
    all.flatMap((environment) => known.get(keyOf(environment)) ?? []),
  );
  // Importing torch keeps a core busy.
  return inParallel(examined, availableParallelism(), (found) => confirmImport(found, options));
}

async function examine(
  environment: PythonEnvironment,
  { env }: EnvironmentPlaces,
  plain: Environment,
  options: DiscoverOptions,
): Promise<TorchEnvironment | null> {
  const problem = distrust(environment, env);
  return problem === null
    ? examineEnvironment(environment, plain, options)
    : refuseEnvironment(environment, problem);
}

function keyOf({ kind, prefix, interpreter }: PythonEnvironment): string {
  return JSON.stringify(kind === 'system' ? interpreter : prefix);
}
