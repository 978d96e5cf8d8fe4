import { whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** The loader reads an empty element as the working folder, whichever that is. */
export const rule: Rule = {
  id: 'empty-ld-library-path-element',
  check: (layers) => {
    const affected = layers.environments.filter(({ variables }) => {
      const value = variables['LD_LIBRARY_PATH'];
      return value !== undefined && value !== '' && /^:|::|:$/.test(value);
    });
    const [first] = affected;
    if (first === undefined) return [];
    return [
      {
        severity: 'warning',
        subject: affected.map(({ id }) => id).join(', '),
        message:
          'LD_LIBRARY_PATH has an empty element, which the loader reads as the working folder: libraries that happen to lie where a program is started are loaded.',
        evidence: [
          `LD_LIBRARY_PATH=${first.variables['LD_LIBRARY_PATH']}`,
          ...whereSet(layers, 'LD_LIBRARY_PATH'),
        ],
        fix: 'export LD_LIBRARY_PATH="/new/folder${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"    # a colon only where there was something',
      },
    ];
  },
};
