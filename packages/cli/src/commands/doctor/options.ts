import { type ExperimentKind, type Language, languages, loadExperiments } from '@stackbench/doctor';
import { BenchError } from '@stackbench/model';
import type { Given } from '../../arguments/option.ts';

/** What `pnpm bench doctor` is asked for, checked before anything is looked into. */
export interface DoctorOptions {
  environmentGlobs: readonly string[];
  fast: boolean;
  anew: boolean;
  /** What is tried; empty without `--what-if`. */
  experiments: readonly ExperimentKind[];
  /** The language of the explanation; null without `--explain`. */
  explainIn: Language | null;
  /** Where pages are written to. */
  pageFolder: string | null;
  json: boolean;
}

/** @throws BenchError for an experiment or a language that there is none of, and options that have nothing to say together */
export async function readDoctorOptions(given: Given): Promise<DoctorOptions> {
  const [explain, json, pageFolder] = [given.has('explain'), given.has('json'), given.one('page')];
  if (given.has('lang') && !explain) {
    throw new BenchError('--lang is the language of --explain, which is not asked for', {
      fix:
        pageFolder === undefined
          ? 'Write --explain --lang LANG.'
          : 'Leave --lang out: --page writes every language.',
    });
  }
  if (json && pageFolder !== undefined) {
    throw new BenchError('--json and --page are two forms of one report', { fix: 'Give one.' });
  }
  return {
    environmentGlobs: given.all('env'),
    fast: given.has('fast'),
    anew: given.has('no-cache'),
    experiments: given.has('what-if') ? await chooseExperiments(given.all('what-if')) : [],
    explainIn: explain ? readLanguage(given.one('lang') ?? 'en') : null,
    pageFolder: pageFolder ?? null,
    json,
  };
}

/** All where none is named. */
async function chooseExperiments(given: readonly string[]): Promise<ExperimentKind[]> {
  const kinds = await loadExperiments();
  const globs = given.filter((name) => name !== '');
  if (globs.length === 0) return kinds;
  const { findFitting } = await import('@stackbench/engine');
  const known = { noun: 'experiment', names: kinds.map(({ id }) => id) };
  const wanted = new Set(globs.flatMap((glob) => [...findFitting(glob, known)]));
  return kinds.filter(({ id }) => wanted.has(id));
}

function readLanguage(text: string): Language {
  const language = languages.find((each) => each === text);
  if (language !== undefined) return language;
  throw new BenchError(`--lang cannot be '${text}'`, {
    fix: `Give one of ${languages.join(', ')}.`,
  });
}
