import type { EnvironmentLayer } from '@stackbench/model';
import { dynamicLibraries, foreignParts, isForeign, unsetFix, whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A toolkit on LD_LIBRARY_PATH is no fault by itself: only where some environment loses a library to it. */
export const rule: Rule = {
  id: 'toolkit-first-on-ld-library-path',
  check: (layers) => {
    const affected = layers.environments
      .map((environment) => ({ environment, names: takenFrom(environment) }))
      .filter(({ names }) => names.length > 0);
    const [first] = affected;
    if (first === undefined) return [];
    return [
      {
        severity: 'warning',
        subject: affected.map(({ environment }) => environment.id).join(', '),
        message: `LD_LIBRARY_PATH puts other libraries before those of ${affected.length === 1 ? 'an environment' : `${affected.length} environments`}.`,
        evidence: [
          `LD_LIBRARY_PATH=${first.environment.variables['LD_LIBRARY_PATH'] ?? ''}`,
          ...affected.map(({ environment, names }) => `${environment.id}: ${names.join(', ')}`),
          ...whereSet(layers, 'LD_LIBRARY_PATH'),
        ],
        fix: `${unsetFix(layers, 'LD_LIBRARY_PATH')}    # torch needs none; link own programs with -Wl,-rpath instead`,
      },
    ];
  },
};

function takenFrom(environment: EnvironmentLayer): string[] {
  return [...dynamicLibraries(environment), ...foreignParts(environment)]
    .filter((file) => isForeign(file) && file.reason?.kind === 'ld-library-path')
    .map(({ name, version }) => (version === null ? name : `${name} ${version}`));
}
