import type { DiscoverOptions, Environment, WorkerCommand } from '@stackbench/workers';
import { type Stack, stateFacts } from '@stackbench/model';
import {
  deactivate,
  type DeviceState,
  environmentPlaces,
  type EnvironmentPlaces,
  inspectDevice,
  setupFacts,
} from '@stackbench/stacks';
import { workerCommand } from '../worker-command.ts';
import { chooseDevice, type TorchDevice } from './choose-device.ts';
import { discoverEnvironments } from './discover-environments.ts';
import type { TorchEnvironment } from './examine-environment.ts';
import { nameStacks } from './name-stacks.ts';

/** A stack, and how its workers are started; null where it cannot be. */
export interface Discovered {
  stack: Stack;
  drive: Drive | null;
}

export interface Drive {
  command: WorkerCommand;
  /** A worker that compiles for an architecture and needs no GPU. */
  compiler(architecture: string): WorkerCommand;
}

export interface TorchSearch {
  env?: Environment;
  /** The folder that absolute system paths are below, for tests; default: `/`. */
  systemRoot?: string;
  workingFolder?: string;
}

/** Every environment with torch as a stack on its best device; the CPU is one more where that is a GPU. */
export async function discoverStacks(
  search: TorchSearch,
  options: DiscoverOptions,
): Promise<Discovered[]> {
  const places: EnvironmentPlaces = environmentPlaces(search);
  const plain = await deactivate(places.env, options);
  const [environments, device] = await Promise.all([
    discoverEnvironments(places, plain, options),
    inspectDevice({ ...options, env: plain, systemRoot: search.systemRoot ?? '/' }),
  ]);
  const ids = nameStacks(
    environments.map(({ environment, foreign }) => ({ ...environment, broughtBy: foreign?.by })),
  );
  return environments.flatMap((found, at) => {
    const setup = stateFacts(setupFacts(found.environment.prefix, places.ownFolder));
    return stacksOf({ ...found, facts: { ...found.facts, ...setup } }, ids[at]!, device);
  });
}

function stacksOf(
  { facts, usable, problem }: TorchEnvironment,
  id: string,
  state: DeviceState,
): Discovered[] {
  const torch = { kind: 'pytorch', native: true };
  if (usable === null) {
    const known = { ...torch, id, software: false, available: false, facts };
    return [{ stack: { ...known, ...problem }, drive: null }];
  }
  const { interpreter, activation } = usable;
  const on = (device: TorchDevice, stackId: string, reason: string | null): Discovered => ({
    stack: {
      id: stackId,
      ...torch,
      software: device === 'cpu',
      // Sources for GPUs do not run where torch computes on the CPU.
      computes:
        device === 'cpu' ? ['library', 'compiled'] : ['cu', 'library', 'library-tuned', 'compiled'],
      available: true,
      // A GPU's name is told by the worker that opens it.
      facts: {
        ...facts,
        ...stateFacts({
          device: device === 'cpu' ? device : undefined,
          ...(device === 'cpu' ? {} : { ...state.among, ...state.identity }),
          deviceReason: reason ?? undefined,
        }),
      },
    },
    drive: {
      command: workerCommand(interpreter, activation.env, device),
      compiler: (architecture) =>
        workerCommand(interpreter, activation.env, `compile:${architecture}`),
    },
  });
  const { device, reason } = chooseDevice(usable.torch, state, activation.env);
  if (device === 'cpu') return [on(device, id, reason)];
  return [on(device, id, null), on('cpu', `${id}@cpu`, null)];
}
