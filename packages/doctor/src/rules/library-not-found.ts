import type { Rule } from '../rule.ts';

const pattern = /(lib[\w+-]+\.so[\w.*[\]-]*)(?::? (?:cannot open shared object|not found))/;

/** A library that the framework needs and the loader finds nowhere. */
export const rule: Rule = {
  id: 'library-not-found',
  check: ({ environments }) =>
    environments.flatMap(({ id, failure, framework, pins }) => {
      const [, library] = pattern.exec(failure?.message ?? '') ?? [];
      if (failure === null || library === undefined) return [];
      const names = packagesOf(library, Object.keys(pins));
      const wanted = names.map((name) => `'${name}==${pins[name]}'`);
      const isConda = framework?.installedBy === 'conda';
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: `${library}, which ${framework?.name ?? 'the framework'} needs, is nowhere that the loader looks.`,
          evidence: [`${failure.step}: ${failure.message}`],
          fix: isConda
            ? 'conda install --force-reinstall pytorch'
            : wanted.length === 0
              ? `pip install --force-reinstall ${framework?.name ?? 'torch'}`
              : `pip install --force-reinstall ${wanted.join(' ')}`,
        },
      ];
    }),
};

/** The packages that may bring a library, by their names; all where none is named alike. */
function packagesOf(library: string, packages: readonly string[]): readonly string[] {
  const [, stem = ''] = /^lib([A-Za-z]+)/.exec(library) ?? [];
  const name = stem.toLowerCase();
  const fitting = packages.filter((each) => {
    const [, own = ''] = /^nvidia-(.+?)(?:-cu\d+)?$/.exec(each) ?? [];
    const short = own.replace(/^cuda-/, '');
    return short === name || `cuda${short}` === name || short === renamed.get(name);
  });
  return fitting.length === 0 ? packages : fitting;
}

/** Libraries whose package goes by another name. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['cudart', 'runtime'],
  ['cublaslt', 'cublas'],
  ['nvtoolsext', 'nvtx'],
]);
