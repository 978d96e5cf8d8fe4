import { availableParallelism } from 'node:os';
import process from 'node:process';
import type { EnvironmentLayer, Layers, Stack } from '@stackbench/model';
import { describeDriver, findSettings, inParallel } from '@stackbench/stacks';
import {
  noEnvironmentCache,
  openEnvironmentCache,
  type Subject,
  type Survey,
  surveyEnvironments,
  type EnvironmentCache,
  traceSubject,
} from '@stackbench/runner-pytorch';
import type { DiscoverOptions } from '@stackbench/workers';
import { discoverStacks } from '../../discover-stacks.ts';
import { runnerEntries } from '../../runners.ts';
import { describeAdapters, describeVulkanDrivers } from './describe-adapters.ts';
import { withCompilers } from './with-compilers.ts';

export interface GatherOptions extends DiscoverOptions {
  /** Whether an environment is asked for, by its id. */
  isWanted: (id: string) => boolean;
  /** Import nothing, start no compiler and no browser. */
  fast: boolean;
  /** Told as each environment is proven. */
  onEnvironment: (layer: EnvironmentLayer, done: number, total: number) => void;
}

export interface Gathered {
  layers: Layers;
  survey: Survey;
  /** Those that were asked for. */
  subjects: readonly Subject[];
  cache: EnvironmentCache;
}

/** All layers of this machine, those of environments as they are proven. */
export async function gatherLayers(options: GatherOptions): Promise<Gathered> {
  const { fast, anew, isWanted, onEnvironment } = options;
  const found = fast ? Promise.resolve([]) : discoverOthers(options);
  const cache = anew === true ? noEnvironmentCache : openEnvironmentCache();
  const survey = await surveyEnvironments({}, cache, options);
  const subjects = survey.subjects.filter(({ id }) => isWanted(id));
  let done = 0;
  const driver = describeDriver({ ...options, env: survey.plain }, survey.loaderCache);
  // Importing a framework keeps a core busy.
  const environments = await inParallel(
    subjects,
    Math.min(2, availableParallelism()),
    async (subject) => {
      const by = fast ? ('predict' as const) : ('import' as const);
      const layer = await traceSubject(survey, subject, { by }, cache, options);
      onEnvironment(layer, ++done, subjects.length);
      return layer;
    },
  );
  const stacks = await found;
  const adapters = describeAdapters(stacks);
  const layers: Layers = {
    driver: await driver,
    toolkits: withCompilers(survey.toolkits, stacks),
    environments,
    adapters,
    vulkanDrivers: await describeVulkanDrivers(process.env, stacks),
    loaderCache: survey.loaderCache.filter(({ name }) =>
      /^lib(cuda|cublas|cudnn|nv|nccl)/.test(name),
    ),
    settings: findSettings(
      survey.places,
      subjects.map(({ environment }) => environment.prefix),
    ),
  };
  return { layers, survey, subjects, cache };
}

/** What is no Python environment: toolkits with their compilers, and adapters. */
async function discoverOthers(options: DiscoverOptions): Promise<readonly Stack[]> {
  const entries = runnerEntries.filter(({ isSurveyed }) => isSurveyed !== true);
  return (await discoverStacks(entries, options)).map(({ stack }) => stack);
}
