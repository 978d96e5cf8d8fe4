import { whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** The loader reads an empty element as the working folder, whichever that is, and a relative one from there. */
export const rule: Rule = {
  id: 'empty-ld-library-path-element',
  check: (layers) => {
    const affected = layers.environments.filter(({ variables }) => {
      const value = variables['LD_LIBRARY_PATH'] ?? '';
      return value !== '' && value.split(':').some((each) => !/^[/$~]/.test(each));
    });
    const [first] = affected;
    if (first === undefined) return [];
    return [
      {
        severity: 'warning',
        subject: affected.map(({ id }) => id).join(', '),
        message:
          'LD_LIBRARY_PATH has an empty or a relative element, which the loader reads from the working folder: libraries that happen to lie where a program is started are loaded.',
        evidence: [
          `LD_LIBRARY_PATH=${first.variables['LD_LIBRARY_PATH']}`,
          ...whereSet(layers, 'LD_LIBRARY_PATH'),
        ],
        fix: 'export LD_LIBRARY_PATH="/new/folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"    # whole paths, and a colon only where there was something',
      },
    ];
  },
};
