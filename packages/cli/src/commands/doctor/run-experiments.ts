import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import {
  compareLayers,
  type Experiment,
  type ExperimentKind,
  type Trial,
} from '@stackbench/doctor';
import type { EnvironmentLayer, ToolkitLayer } from '@stackbench/model';
import {
  type Subject,
  type Survey,
  type EnvironmentCache,
  type TraceMode,
  traceSubject,
} from '@stackbench/runner-pytorch';
import { cacheFolder, entries, inParallel, writeLoaderCache } from '@stackbench/stacks';
import type { DiscoverOptions } from '@stackbench/workers';

export interface ExperimentOptions extends DiscoverOptions {
  kinds: readonly ExperimentKind[];
  survey: Survey;
  subjects: readonly Subject[];
  /** What is so without any experiment, in the order of the subjects. */
  environments: readonly EnvironmentLayer[];
  toolkits: readonly ToolkitLayer[];
  cache: EnvironmentCache;
  onExperiment: (done: number, total: number) => void;
}

interface Planned {
  kind: ExperimentKind;
  trial: Trial;
  subject: Subject;
  before: EnvironmentLayer;
}

/** Tries, in a process each, what could change something; says of the rest why it could not. */
export async function runExperiments(options: ExperimentOptions): Promise<Experiment[]> {
  const { kinds, subjects, environments, toolkits, onExperiment } = options;
  const planned = kinds.flatMap((kind) =>
    subjects.flatMap((subject, at): Planned[] => {
      const before = environments[at]!;
      if (before.proof !== 'import' || before.framework?.name !== 'torch') return [];
      if (before.framework.cuda === null) return [];
      return kind.trials(before, toolkits).map((trial) => ({ kind, trial, subject, before }));
    }),
  );
  let done = 0;
  return inParallel(planned, Math.min(2, availableParallelism()), async (each) => {
    const experiment = await tryOut(each, options);
    onExperiment(++done, planned.length);
    return experiment;
  });
}

async function tryOut(
  { kind, trial, subject, before }: Planned,
  options: ExperimentOptions,
): Promise<Experiment> {
  const { survey, cache } = options;
  const blank = {
    experiment: kind.id,
    title: trial.question,
    environment: before.id,
    changes: [],
    failure: null,
  };
  const { changes, first, cacheFolders } = trial.circumstances;
  const mode: TraceMode = {
    by: 'import',
    ...(changes === undefined ? {} : { changes }),
    ...(first === undefined ? {} : { first }),
  };
  const needless = trial.skipped ?? (await isNeedless(trial, mode, subject, options));
  if (needless !== null) {
    const after = { ...before, compilesWith: await compilerUnder(mode, subject, options) };
    return { ...blank, changes: compareLayers(before, after), skipped: needless };
  }
  if (cacheFolders !== undefined) {
    const made = await makeLoaderCache(cacheFolders, options);
    if ('problem' in made) return { ...blank, skipped: made.problem };
    mode.loaderCache = made.file;
  }
  const after = await traceSubject(survey, subject, mode, cache, options);
  const { failure } = after;
  return {
    ...blank,
    changes: compareLayers(before, after),
    failure: failure === null ? null : `${failure.step}: ${failure.message}`,
    skipped: null,
  };
}

/** Why the loader would take the same files; null where it might not, or where that cannot be told. */
async function isNeedless(
  { circumstances }: Trial,
  mode: TraceMode,
  subject: Subject,
  { survey, cache, ...options }: ExperimentOptions,
): Promise<string | null> {
  const { changes, first, cacheFolders } = circumstances;
  if (first !== undefined || changes?.['LD_PRELOAD'] !== undefined) return null;
  const listed = (cacheFolders ?? []).flatMap((folder) =>
    entries(folder, /\.so\.\d/).map((file) => ({ name: file.slice(folder.length + 1), file })),
  );
  const under = { ...survey, loaderCache: [...survey.loaderCache, ...listed] };
  const [now, then] = await Promise.all([
    traceSubject(survey, subject, { by: 'predict' }, cache, options),
    traceSubject(under, subject, { ...mode, by: 'predict' }, cache, options),
  ]);
  const libraries = Object.values(now.libraries);
  // Its own listing does not see a cache that is not in place.
  const reliesOnCache = libraries.some(({ reason }) =>
    ['cache', 'default'].includes(reason?.kind ?? 'cache'),
  );
  if (cacheFolders !== undefined && (reliesOnCache || libraries.length === 0)) return null;
  const differs = compareLayers({ ...now, compilesWith: null }, { ...then, compilesWith: null });
  if (differs.length > 0 || libraries.length === 0) return null;
  return cacheFolders === undefined
    ? 'the loader lists the same files'
    : 'every library is found before the loader looks into its cache';
}

/** What extensions would be compiled with, which needs no process to tell. */
async function compilerUnder(
  mode: TraceMode,
  subject: Subject,
  { survey, cache, ...options }: ExperimentOptions,
): Promise<EnvironmentLayer['compilesWith']> {
  const layer = await traceSubject(survey, subject, { ...mode, by: 'predict' }, cache, options);
  return layer.compilesWith;
}

/** A loader's cache with these folders, made anew only where the system's has changed since. */
async function makeLoaderCache(
  folders: readonly string[],
  options: DiscoverOptions,
): Promise<{ file: string } | { problem: string }> {
  const hash = createHash('sha256').update(JSON.stringify(folders)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), 'traces');
  const file = join(folder, `${hash}.ld.so.cache`);
  if (changedAt(file) > changedAt('/etc/ld.so.cache')) return { file };
  await mkdir(folder, { recursive: true });
  const problem = await writeLoaderCache(file, folders, process.env, options);
  return problem === null ? { file } : { problem };
}

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
