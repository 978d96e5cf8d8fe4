import { dirname, join } from 'node:path';
import type { EnvironmentLayer, ToolkitLayer } from '@stackbench/model';
import {
  activate,
  type Activation,
  type CachedLibrary,
  deactivate,
  distrust,
  environmentPlaces,
  type EnvironmentPlaces,
  findToolkitLayers,
  type Problem,
  type PythonEnvironment,
  readLoaderCache,
} from '@stackbench/stacks';
import type { DiscoverOptions, Environment } from '@stackbench/workers';
import type { TorchSearch } from '../discover/discover-stacks.ts';
import { examineEnvironments } from '../discover/discover-environments.ts';
import type { TorchEnvironment } from '../discover/examine-environment.ts';
import { leaveOutRepeated } from '../discover/leave-out-repeated.ts';
import { nameStacks } from '../discover/name-stacks.ts';
import { probeInterpreter } from '../discover/probe.ts';
import { describeState } from './describe-state.ts';
import type { EnvironmentCache } from './trace-cache.ts';
import { findOtherFramework } from './other-frameworks.ts';

/** An environment with a framework in it, ready to be traced. */
export interface Subject {
  /** `conda/ml` */
  id: string;
  environment: PythonEnvironment;
  /** What it is started with; null where it cannot be. */
  activation: Activation | null;
  framework: NonNullable<EnvironmentLayer['framework']>;
  pythonVersion: string | null;
  /** The folder of torch's package; null for another framework. */
  torchFolder: string | null;
  problem: Problem | null;
}

/** All that the environments of a machine have in common, and the environments. */
export interface Survey {
  subjects: readonly Subject[];
  places: EnvironmentPlaces;
  /** Variables without any environment active. */
  plain: Environment;
  loaderCache: readonly CachedLibrary[];
  toolkits: readonly ToolkitLayer[];
  /** Prefixes of all environments, those without a framework too. */
  prefixes: readonly string[];
}

/** Every environment with torch or another framework for CUDA, and what lies around them. Imports nothing. */
export async function surveyEnvironments(
  search: TorchSearch,
  cache: EnvironmentCache,
  options: DiscoverOptions,
): Promise<Survey> {
  const places = environmentPlaces(search);
  const [plain, loaderCache] = await Promise.all([
    deactivate(places.env, options),
    readLoaderCache(places.env, options),
  ]);
  const examined = await examineEnvironments(places, plain, options, probeOnce(cache));
  const environments = examined.map(({ environment }) => environment);
  const kept = new Set(leaveOutRepeated(examined.flatMap(({ found }) => found ?? [])));
  const subjects = await Promise.all(
    examined.map(async ({ environment, found }) => {
      if (found === null) return examineOther(environment, places, plain, options);
      return kept.has(found) ? describeTorch(found) : null;
    }),
  );
  const found = subjects.filter((each) => each !== null);
  const ids = nameStacks(found.map(({ environment }) => environment));
  return {
    subjects: found.map((each, at) => ({ ...each, id: ids[at]!.replace(/^pytorch:/, '') })),
    places,
    plain,
    loaderCache,
    toolkits: findToolkitLayers({ ...places, environments, cache: loaderCache }),
    prefixes: environments.filter(({ kind }) => kind !== 'system').map(({ prefix }) => prefix),
  };
}

/** Asks an interpreter what it is, unless it is known and nothing has changed since. */
function probeOnce({ probe: kept }: EnvironmentCache): typeof probeInterpreter {
  return async (interpreter, env, options) => {
    const state = describeState({ interpreter, env, framework: 'torch' });
    const known = await kept.get(state);
    if (known !== null) return { ok: true, probe: known };
    const probed = await probeInterpreter(interpreter, env, options);
    if (probed.ok) await kept.put(state, probed.probe);
    return probed;
  };
}

function describeTorch({
  environment,
  usable,
  facts,
  problem,
}: TorchEnvironment): Omit<Subject, 'id'> {
  const text = (name: string) => {
    const value = facts[name];
    return typeof value === 'string' ? value : null;
  };
  const others = facts['torchAlsoInstalledBy'];
  const file = usable?.torch.file;
  return {
    environment,
    activation: usable?.activation ?? null,
    framework: {
      name: 'torch',
      version: text('torchVersion'),
      cuda: text('torchCudaVersion'),
      installedBy: text('torchInstalledBy'),
      alsoInstalledBy: Array.isArray(others) ? others.map(String) : [],
      broughtBy: text('torchBroughtBy'),
      architectures: [],
    },
    pythonVersion: text('pythonVersion'),
    torchFolder: file === undefined ? null : dirname(file),
    problem,
  };
}

async function examineOther(
  environment: PythonEnvironment,
  places: EnvironmentPlaces,
  plain: Environment,
  options: DiscoverOptions,
): Promise<Omit<Subject, 'id'> | null> {
  // Which of several Pythons a package of the system is for, only that Python knows.
  if (environment.interpreter === null || environment.kind === 'system') return null;
  const framework = findOtherFramework(environment);
  if (framework === null) return null;
  const problem = distrust(environment, places.env);
  return {
    environment,
    activation: problem === null ? await activate(environment, plain, options) : null,
    framework: {
      ...framework,
      cuda: null,
      installedBy: null,
      alsoInstalledBy: [],
      broughtBy: null,
      architectures: [],
    },
    pythonVersion: null,
    torchFolder: null,
    problem,
  };
}

/** The folders that are an environment's own: its prefix, and what a venv takes from its base. */
export function ownFolders({ prefix, kind, venv }: PythonEnvironment, home: string): string[] {
  if (kind === 'system') {
    return [join(prefix, 'lib/python3'), join('/usr/local/lib/python3'), join(home, '.local/lib')];
  }
  return venv?.base == null ? [prefix] : [prefix, dirname(venv.base)];
}
