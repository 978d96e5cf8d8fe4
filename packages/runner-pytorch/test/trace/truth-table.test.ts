// @module-tag machine
// @module-tag long
// @module-tag matrix
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { EnvironmentLayer, ServingFile } from '@stackbench/model';
import { writeLoaderCache } from '@stackbench/stacks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { select } from '../../../../kernels/test/support/matrix.ts';
import { type Survey, surveyEnvironments } from '../../src/trace/survey.ts';
import { noEnvironmentCache } from '../../src/trace/trace-cache.ts';
import { type TraceMode, traceSubject } from '../../src/trace/trace-subject.ts';
import { standInPath, whyNoStandIns } from '../support/stand-ins.ts';

// Real wheels and real libraries of other CUDA releases: which of them serves torch under which circumstances.

/** Each environment, and what stands for the system's toolkit beside it. */
const toolkits = {
  'venv-torch': 'cuda-13.0',
  'conda-pip': 'cuda-13.0',
  'conda-torch': 'cuda-11.8',
  'uv-1.13': 'cuda-11.8',
  'uv-2.8': 'cuda-12.4',
  'runpath-2.15': 'cuda-13.0',
  'runpath-2.15-nowheels': 'cuda-13.0',
  'runpath-2.8': 'cuda-12.4',
  'runpath-2.8-nowheels': 'cuda-12.4',
  'runpath-2.5': 'cuda-12.8',
  'runpath-2.5-nowheels': 'cuda-12.8',
} as const;
type Name = keyof typeof toolkits;

/**
 * `E` from the environment, `S` from the toolkit, `-` not loaded, in the order of {@link columns}; then the
 * version that cuDNN says; or how the import fails.
 */
const table = `
conda-torch           clean         E E E E E - -  8.5.0
conda-torch           home          E E E E E - -  8.5.0
conda-torch           cache         E E E E E - -  8.5.0
conda-torch           ldp           E E S E S - -  8.7.0
conda-torch           first-cublas  E S S E E - -  8.5.0
conda-torch           first-cudart  S E E E E - -  8.5.0
conda-torch           first-cudnn   E E E S S - -  8.7.0
conda-torch           preload       S E E E E - -  8.5.0
conda-pip             clean         E E E E E E E  9.26.0
conda-pip             home          E E E E E E E  9.26.0
conda-pip             cache         E E E E E E E  9.26.0
conda-pip             ldp           E E E E E E E  9.26.0
conda-pip             first-cublas  E S S E E E E  9.26.0
conda-pip             first-cudart  S E E E E E E  9.26.0
conda-pip             first-cudnn   E E E S S E E  9.13.1
venv-torch            clean         E E E E E E E  9.26.0
venv-torch            home          E E E E E E E  9.26.0
venv-torch            cache         E E E E E E E  9.26.0
venv-torch            ldp           E E E E E E E  9.26.0
venv-torch            first-cublas  E S S E E E E  9.26.0
venv-torch            first-cudart  S E E E E E E  9.26.0
venv-torch            preload       S E E E E E E  9.26.0
uv-2.8                clean         E E E E E E E  9.10.2
uv-2.8                home          E E E E E E E  9.10.2
uv-2.8                cache         E E E E E E E  9.10.2
uv-2.8                ldp           E E E E S E E  9.1.1
uv-2.8                ldp-nodnn     E E E E E E E  9.10.2
uv-2.8                wrongmajor    E E E E S E E  9.13.1
uv-2.8                first-cudnn   E E E S S E E  9.1.1
uv-2.8                first-cudart  fails undefined symbol: cudaGetDriverEntryPointByVersion
uv-2.8                preload       fails undefined symbol: cudaGetDriverEntryPointByVersion
uv-1.13               clean         E E E E E - -  8.5.0
uv-1.13               home          E E E E E - -  8.5.0
uv-1.13               ldp           E E S E S - -  8.7.0
uv-1.13               ldp-nodnn     E E S E E - -  8.5.0
uv-1.13               first-cublas  E S S E E - -  8.5.0
uv-1.13               first-cudart  E E E E E - -  8.5.0
runpath-2.15          clean         E E E E E E E  9.26.0
runpath-2.15          home          E E E E E E E  9.26.0
runpath-2.15          ldp           S E E E E E E  9.26.0
runpath-2.15-nowheels clean         fails not found in the system path
runpath-2.15-nowheels cache         fails cannot open shared object file
runpath-2.15-nowheels ldp           fails cannot open shared object file
runpath-2.8           clean         E E E E E E E  9.10.2
runpath-2.8           home          E E E E E E E  9.10.2
runpath-2.8           cache         E E E E E E E  9.10.2
runpath-2.8-nowheels  clean         fails not found in the system path
runpath-2.8-nowheels  cache         fails cannot open shared object file
runpath-2.8-nowheels  ldp           fails cannot open shared object file
runpath-2.5           clean         E E E E E - E  9.1.0
runpath-2.5           home          E E E E E - E  9.1.0
runpath-2.5           cache         E E E E E - E  9.1.0
runpath-2.5           ldp           S S S S S - S  9.10.2
runpath-2.5-nowheels  clean         fails not found in the system path
runpath-2.5-nowheels  cache         S S S S S - S  9.10.2
runpath-2.5-nowheels  ldp           S S S S S - S  9.10.2
`;
const columns = ['cudart', 'cublas', 'cublasLt', 'cudnn', 'parts', 'nvrtc', 'nvJitLink'] as const;

const rows = table
  .trim()
  .split('\n')
  .map((line) => {
    const [, name, experiment, expected] = /^(\S+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return { name: name as Name, experiment: experiment!, expected: expected! };
  });

/** Its environment, and what its experiment changes: which libraries the toolkit serves then, or how the import fails. */
function facetsOf({ name, experiment, expected }: (typeof rows)[number]): string[] {
  const fromToolkit = columns.filter((_, at) => expected.split(' ')[at] === 'S');
  const outcome = expected.startsWith('fails') ? expected : fromToolkit.join(' ');
  return [name, `${experiment}: ${outcome}`];
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stackbench-truth-')));
afterAll(() => rmSync(folder, { recursive: true }));
const options = { timeoutMs: 60_000 };
let survey: Survey;

const environmentPath = (name: string) => standInPath(`environments/${name}`);
const libraries = (toolkit: string) => join(standInPath(`toolkits/${toolkit}`), 'lib64');

beforeAll(async () => {
  const system = join(folder, 'system/usr/local');
  for (const made of [system, join(folder, 'home/envs')]) {
    mkdirSync(made, { recursive: true });
  }
  for (const name of Object.keys(toolkits)) {
    if (whyNot(name as Name) === null) {
      symlinkSync(environmentPath(name), join(folder, 'home/envs', name));
    }
  }
  for (const toolkit of new Set(Object.values(toolkits))) {
    symlinkSync(standInPath(`toolkits/${toolkit}`), join(system, toolkit));
  }
  const env = {
    PATH: process.env['PATH'],
    HOME: join(folder, 'home'),
    STACKBENCH_CACHE: join(folder, 'cache'),
  };
  const search = { env, systemRoot: join(folder, 'system'), workingFolder: folder };
  survey = await surveyEnvironments(search, noEnvironmentCache, options);
});

function whyNot(name: Name): string | null {
  const isOurs = /^(venv|conda)/.test(name);
  const environment = isOurs ? [] : [`environments/${name}`];
  return whyNoStandIns(`toolkits/${toolkits[name]}`, ...environment);
}

/** The circumstances that an experiment's name stands for. */
async function circumstances(experiment: string, toolkit: string): Promise<Omit<TraceMode, 'by'>> {
  const lib64 = libraries(toolkit);
  const [, first] = /^first-(\w+)$/.exec(experiment) ?? [];
  if (first !== undefined) return { first: [realpathSync(soname(lib64, first))] };
  switch (experiment) {
    case 'clean':
      return {};
    case 'home': {
      const prefix = standInPath(`toolkits/${toolkit}`);
      const PATH = `${prefix}/bin:${process.env['PATH']}`;
      return { changes: { CUDA_HOME: prefix, CUDA_PATH: prefix, PATH } };
    }
    case 'ldp':
      return { changes: { LD_LIBRARY_PATH: lib64 } };
    case 'ldp-nodnn':
      return { changes: { LD_LIBRARY_PATH: withoutCudnn(lib64, toolkit) } };
    case 'wrongmajor':
      return { changes: { LD_LIBRARY_PATH: libraries('cuda-13.0') } };
    case 'preload':
      return { changes: { LD_PRELOAD: realpathSync(soname(lib64, 'cudart')) } };
    case 'cache': {
      const file = join(folder, `${toolkit}.cache`);
      expect(await writeLoaderCache(file, [lib64], process.env, options)).toBeNull();
      return { loaderCache: file };
    }
    default:
      throw new Error(`There is no experiment '${experiment}'.`);
  }
}

function soname(lib64: string, library: string): string {
  const pattern = new RegExp(`^lib${library}\\.so\\.\\d+(\\.0)?$`);
  return join(
    lib64,
    readdirSync(lib64).find((name) => pattern.test(name))!,
  );
}

function withoutCudnn(lib64: string, toolkit: string): string {
  const made = join(folder, `${toolkit}-nodnn`);
  mkdirSync(made, { recursive: true });
  for (const name of readdirSync(lib64).filter((each) => !each.startsWith('libcudnn'))) {
    symlinkSync(realpathSync(join(lib64, name)), join(made, name));
  }
  return made;
}

function describeRow({ libraries: served, failure }: EnvironmentLayer): string {
  if (failure !== null && !failure.isCrash) return `fails ${failure.message}`;
  const cudnn = served['cudnn'];
  const marks = columns.map((name) => markOf(name === 'parts' ? cudnn?.parts[0] : served[name]));
  return `${marks.join(' ')}  ${cudnn?.version}`;
}

function markOf(file: ServingFile | undefined): string {
  if (file === undefined) return '-';
  if (file.owner === 'environment') return 'E';
  return file.owner === 'toolkit' ? 'S' : file.owner;
}

async function trace({ name, experiment }: (typeof rows)[number]): Promise<EnvironmentLayer> {
  const subject = survey.subjects.find(
    ({ environment }) => environment.prefix === realpathSync(environmentPath(name)),
  );
  if (subject === undefined) throw new Error(`${name} was not found`);
  const mode = { by: 'import' as const, ...(await circumstances(experiment, toolkits[name])) };
  return traceSubject(survey, subject, mode, noEnvironmentCache, options);
}

describe('what serves torch', () => {
  for (const row of select(rows, facetsOf)) {
    const { name, experiment, expected } = row;
    it(`${name}, ${experiment}: ${expected}`, { timeout: 240_000 }, async (test) => {
      const why = whyNot(name);
      test.skip(why !== null, why ?? '');
      const described = describeRow(await trace(row));
      // Of a failure only what it is about is told.
      const [, about] = /^fails (.*)$/.exec(expected) ?? [];
      expect(about !== undefined && described.includes(about) ? expected : described).toBe(
        expected,
      );
    });
  }
});

describe('a cuDNN that is mixed', () => {
  it(
    'ends the process at its first use, and is known all the same',
    { timeout: 240_000 },
    async (test) => {
      const why = whyNot('uv-2.8');
      test.skip(why !== null, why ?? '');
      const layer = await trace({ name: 'uv-2.8', experiment: 'ldp', expected: '' });
      expect(layer.failure).toMatchObject({ step: 'cudnnCreate', isCrash: true });
      expect(layer.failure?.message).toContain('cudnnGetLibConfig');
      expect(layer.objection).toContain('(9, 1, 1)');
      expect(layer.libraries['cudnn']).toMatchObject({
        owner: 'environment',
        package: { name: 'nvidia-cudnn-cu12', version: '9.10.2.21' },
        parts: [{ owner: 'toolkit', reason: { kind: 'ld-library-path' } }],
      });
    },
  );
});
