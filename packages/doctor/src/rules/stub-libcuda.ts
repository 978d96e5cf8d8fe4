import { unsetFix } from '../facts.ts';
import type { Rule } from '../rule.ts';

/** A toolkit's `stubs` are for linking; a program that gets one says "CUDA driver is a stub library" (error 34). */
export const rule: Rule = {
  id: 'stub-libcuda',
  check: (layers) => {
    const affected = layers.environments.filter(({ libcuda }) =>
      /\/stubs\//.test(libcuda?.file ?? ''),
    );
    const [first] = affected;
    if (first === undefined) return [];
    const path = first.variables['LD_LIBRARY_PATH'];
    return [
      {
        severity: layers.driver.moduleVersion === null ? 'warning' : 'error',
        subject: affected.map(({ id }) => id).join(', '),
        message:
          'Programs get a stub in place of the driver’s libcuda: no GPU is found (error 34).',
        evidence: [
          `libcuda.so.1 is ${first.libcuda?.file}`,
          ...(path === undefined ? [] : [`LD_LIBRARY_PATH=${path}`]),
        ],
        fix: unsetFix(layers, 'LD_LIBRARY_PATH'),
      },
    ];
  },
};
