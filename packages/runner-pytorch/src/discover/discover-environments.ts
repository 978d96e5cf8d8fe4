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
import { probeInterpreter } from './probe.ts';
import { leaveOutRepeated } from './leave-out-repeated.ts';
import {
  confirmImport,
  examineEnvironment,
  refuseEnvironment,
  type TorchEnvironment,
} from './examine-environment.ts';

/** Environments looked into at once: more than cores, as one that hangs only waits. */
const width = 32;

/** An environment, and the torch in it; null where there is none. */
export interface Examined {
  environment: PythonEnvironment;
  found: TorchEnvironment | null;
}

/**
 * Every Python environment with torch that is found at `places`, in the order found.
 * @param plain variables without any environment active
 */
export async function discoverEnvironments(
  places: EnvironmentPlaces,
  plain: Environment,
  options: DiscoverOptions,
): Promise<TorchEnvironment[]> {
  const examined = await examineEnvironments(places, plain, options);
  const withTorch = leaveOutRepeated(examined.flatMap(({ found }) => found ?? []));
  // Importing torch keeps a core busy.
  return inParallel(withTorch, availableParallelism(), (found) => confirmImport(found, options));
}

/**
 * Every Python environment at `places`, looked into without importing anything. What files tell is
 * looked into while conda's own programs, which are slow, are still being asked for more.
 * @param probe how an interpreter is asked what it is
 */
export async function examineEnvironments(
  places: EnvironmentPlaces,
  plain: Environment,
  options: DiscoverOptions,
  probe: typeof probeInterpreter = probeInterpreter,
): Promise<Examined[]> {
  const asked = askCondaManagers(places, options);
  const examineAll = (environments: readonly PythonEnvironment[]) =>
    inParallel(environments, width, async (environment) => ({
      environment,
      found: await examine(environment, places, plain, options, probe),
    }));
  const first = examineAll(findEnvironments(places));
  const prefixes = await asked;
  if (prefixes.length === 0) return first;
  // An interpreter that belongs to none of the first may belong to one of these.
  const all = findEnvironments(places, prefixes);
  const known = new Map((await first).map((each) => [keyOf(each.environment), each]));
  const more = all.filter((environment) => !known.has(keyOf(environment)));
  for (const each of await examineAll(more)) known.set(keyOf(each.environment), each);
  return all.flatMap((environment) => known.get(keyOf(environment)) ?? []);
}

async function examine(
  environment: PythonEnvironment,
  { env }: EnvironmentPlaces,
  plain: Environment,
  options: DiscoverOptions,
  probe: typeof probeInterpreter,
): Promise<TorchEnvironment | null> {
  const problem = distrust(environment, env);
  return problem === null
    ? examineEnvironment(environment, plain, options, probe)
    : refuseEnvironment(environment, problem);
}

function keyOf({ kind, prefix, interpreter }: PythonEnvironment): string {
  return JSON.stringify(kind === 'system' ? interpreter : prefix);
}
