import type {
  CompilesWith,
  EnvironmentLayer,
  Layers,
  LoaderReason,
  ServedLibrary,
  ToolkitLayer,
} from '@stackbench/model';
import { dynamicLibraries, foreignParts, isForeign } from './facts.ts';
import type { Experiment } from './report.ts';

/** What the explanation says of this machine. */
export interface Machine {
  layers: Layers;
  /** With `--what-if`; otherwise empty. */
  experiments: readonly Experiment[];
  /** Environments with a torch that is built for CUDA. */
  cuda: readonly EnvironmentLayer[];
  /** Toolkits outside environments. */
  outside: readonly ToolkitLayer[];
  /** Those with a compiler. */
  withNvcc: readonly ToolkitLayer[];
  /** Different files of the CUDA runtime, wherever they lie. */
  runtimes: readonly string[];
  /** Libraries that serve the environments, and those of them that are not their own. */
  served: number;
  foreign: readonly { environment: string; name: string; version: string | null }[];
}

/** What matters of the layers to a text about them. */
export function surveyMachine(layers: Layers, experiments: readonly Experiment[]): Machine {
  const cuda = layers.environments.filter(
    ({ framework }) => framework?.name === 'torch' && framework.cuda !== null,
  );
  const outside = layers.toolkits.filter(({ kind }) => kind !== 'environment');
  const runtimes = new Set([
    ...layers.toolkits.flatMap(({ libraries }) => libraries['cudart']?.file ?? []),
    ...cuda.flatMap(({ libraries }) => libraries['cudart']?.file ?? []),
  ]);
  return {
    layers,
    experiments,
    cuda,
    outside,
    withNvcc: layers.toolkits.filter(({ nvcc }) => nvcc !== null),
    runtimes: [...runtimes],
    served: cuda.reduce((sum, environment) => sum + dynamicLibraries(environment).length, 0),
    foreign: cuda.flatMap((environment) =>
      [...dynamicLibraries(environment).filter(isForeign), ...foreignParts(environment)].map(
        ({ name, version }) => ({ environment: environment.id, name, version }),
      ),
    ),
  };
}

/** A library of one environment, with where it was found. */
export function libraryOf(
  { cuda }: Machine,
  name: string,
): { environment: EnvironmentLayer; library: ServedLibrary } | null {
  for (const environment of cuda) {
    const library = environment.libraries[name];
    if (library !== undefined) return { environment, library };
  }
  return null;
}

/** How the libraries of environments were found, by the loader's reasons, the most frequent first. */
export function countReasons(
  environments: readonly EnvironmentLayer[],
): [LoaderReason['kind'], number][] {
  const kinds = environments.flatMap(({ libraries }) =>
    Object.values(libraries).flatMap(({ reason }) => reason?.kind ?? []),
  );
  return [...Map.groupBy(kinds, (kind) => kind)]
    .map(([kind, group]): [LoaderReason['kind'], number] => [kind, group.length])
    .toSorted(([, a], [, b]) => b - a);
}

/** What environments compile with, and which of them with the same. */
export function compilersOf(
  environments: readonly EnvironmentLayer[],
): { compiler: CompilesWith | null; ids: string[] }[] {
  const groups = Map.groupBy(environments, ({ compilesWith }) => JSON.stringify(compilesWith));
  return [...groups.values()].map((group) => ({
    compiler: group[0]?.compilesWith ?? null,
    ids: group.map(({ id }) => `\`${id}\``),
  }));
}

/** `a`, `a and b`, `a, b and c`; in Chinese `a、b 和 c`. */
export function listEn(names: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}

export function listZh(names: readonly string[]): string {
  return names.join('、');
}

/** `1 copy`, `4 copies` */
export function countEn(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
