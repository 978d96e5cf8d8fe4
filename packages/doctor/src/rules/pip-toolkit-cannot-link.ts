import { dirname } from 'node:path';
import type { Rule } from '../rule.ts';

/** "cannot find -lcudart": pip's toolkit has no lib64 and no name without a version. */
export const rule: Rule = {
  id: 'pip-toolkit-cannot-link',
  check: ({ toolkits }) =>
    toolkits
      .filter(
        ({ kind, nvcc, isLinkable }) => kind === 'environment' && nvcc !== null && !isLinkable,
      )
      .filter(({ libraries }) => libraries['cudart'] !== undefined)
      .map(({ prefix, libraries }) => {
        const { file } = libraries['cudart']!;
        const name = file.slice(file.lastIndexOf('/') + 1);
        return {
          severity: 'note' as const,
          subject: prefix,
          message:
            'The nvcc of pip’s packages does not link by itself: there is no lib64, and libcudart has no name without a version.',
          evidence: [`${name} is there, libcudart.so is not: ${dirname(file)}`],
          fix: `nvcc … -L${dirname(file)} -l:${name}    # or: ln -s ${name} ${dirname(file)}/libcudart.so`,
        };
      }),
};
