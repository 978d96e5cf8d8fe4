import { dirname, join } from 'node:path';
import type { EnvironmentLayer } from '@stackbench/model';
import {
  describeChanges,
  entries,
  findAbsentParts,
  isExecutable,
  openPackages,
  sitePackages,
  steeringVariables,
} from '@stackbench/stacks';
import type { DiscoverOptions, Environment } from '@stackbench/workers';
import { findCompilesWith } from './compiles-with.ts';
import { describeLibraries, type Surroundings } from './describe-libraries.ts';
import { describeState } from './describe-state.ts';
import { readPins } from './pins.ts';
import { predictEnvironment } from './predict-environment.ts';
import { find, runTrace, type Trace, type TraceRequest } from './run-trace.ts';
import { ownFolders, type Subject, type Survey } from './survey.ts';
import type { EnvironmentCache } from './trace-cache.ts';

/** How a subject is traced. */
export interface TraceMode {
  /** `import`: proven by a process. `predict`: by the loader's rules alone. */
  by: 'import' | 'predict';
  /** Variables to set for this process, or to remove (undefined). */
  changes?: Environment;
  /** Libraries to load before the framework. */
  first?: readonly string[];
  /** A file that stands for /etc/ld.so.cache. */
  loaderCache?: string;
}

/** What a subject's libraries are, proven or predicted. Never rejects. */
export async function traceSubject(
  survey: Survey,
  subject: Subject,
  mode: TraceMode,
  cache: EnvironmentCache,
  options: DiscoverOptions,
): Promise<EnvironmentLayer> {
  const { environment, activation, framework, problem } = subject;
  const blank = describeSubject(survey, subject, mode);
  if (activation === null || environment.interpreter === null) return blank;
  const env = { ...activation.env, ...mode.changes };
  const surroundings = surround(survey, subject, env, mode);
  const interpreter = environment.interpreter;
  if (mode.by === 'predict') {
    if (subject.torchFolder === null || framework.cuda === null) return blank;
    const libraries = await predictEnvironment(
      { interpreter, env, torchFolder: subject.torchFolder, cache: survey.loaderCache },
      surroundings,
      options,
    );
    const cudnn = libraries['cudnn']?.file;
    const cudnnAbsentParts = cudnn === undefined ? [] : findAbsentParts(cudnn);
    return { ...blank, proof: 'predicted', libraries, cudnnAbsentParts };
  }
  const { first = [], loaderCache } = mode;
  const request: TraceRequest = {
    interpreter,
    env,
    framework: framework.name,
    first,
    ...(loaderCache === undefined ? {} : { loaderCache }),
  };
  const state = describeState(request);
  const known = await cache.trace.get(state);
  const trace = known ?? (await runTrace(request, options));
  if (known === null && !trace.isCutOff) await cache.trace.put(state, trace);
  return { ...blank, ...describeTrace(trace, surroundings, framework), problem };
}

/** What is known without looking at libraries. */
function describeSubject(
  { plain }: Survey,
  { id, environment, activation, framework, pythonVersion, torchFolder, problem }: Subject,
  { changes }: TraceMode,
): EnvironmentLayer {
  const env = { ...activation?.env, ...changes };
  const { prefix } = environment;
  const roots = [prefix, ...sitePackages(prefix).flatMap((site) => entries(join(site, 'nvidia')))];
  return {
    id,
    prefix,
    pythonVersion,
    framework,
    proof: 'none',
    failure: null,
    libraries: {},
    cudnnBuiltFor: null,
    cudnnAbsentParts: [],
    pins: torchFolder === null ? {} : readPins(dirname(torchFolder)),
    objection: null,
    libcuda: null,
    compilesWith: activation === null ? null : findCompilesWith(env),
    nvcc: roots.map((root) => join(root, 'bin/nvcc')).find(isExecutable) ?? null,
    hasHeaders: roots.some(
      (root) => entries(join(root, 'include'), /^cuda(_runtime)?\.h$/).length > 0,
    ),
    variables: Object.fromEntries(
      steeringVariables.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    activation: activation === null ? {} : describeChanges(activation.changes, plain),
    problem,
  };
}

function surround(
  { prefixes, toolkits, places }: Survey,
  { environment, framework }: Subject,
  env: Environment,
  { first = [] }: TraceMode,
): Surroundings {
  const own = ownFolders(environment, places.home);
  const packages = own.map(openPackages);
  const outside = toolkits.filter(({ kind }) => kind !== 'environment');
  const others = prefixes.filter((prefix) => !own.includes(prefix));
  return {
    places: { own, others, toolkits: outside.map(({ prefix }) => prefix) },
    findPackage: (file) =>
      packages.map((each) => each(file)).find((found) => found !== null) ?? null,
    env,
    cuda: framework.cuda,
    first,
  };
}

function describeTrace(
  trace: Trace,
  surroundings: Surroundings,
  framework: Subject['framework'],
): Partial<EnvironmentLayer> {
  const { lines, failure } = trace;
  const imported = find(lines, 'import');
  const driver = find(lines, 'driver');
  const libraries = describeLibraries(trace, surroundings);
  return {
    pythonVersion: find(lines, 'interpreter')?.version ?? null,
    framework: {
      ...framework,
      version: imported?.version ?? framework.version,
      cuda: imported?.cuda ?? framework.cuda,
      architectures: imported?.architectures ?? [],
    },
    proof: imported === undefined ? 'none' : 'import',
    failure,
    libraries,
    cudnnAbsentParts: [...trace.absentParts],
    cudnnBuiltFor: find(lines, 'cudnn-built-for')?.cuda ?? null,
    objection: find(lines, 'objection')?.error ?? null,
    libcuda: driver?.file == null ? null : { file: driver.file, version: driver.version },
  };
}
