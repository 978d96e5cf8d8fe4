import { whereSet } from '../facts.ts';
import type { Rule } from '../rule.ts';
import { withNvccOf } from '../toolkit-files.ts';

/** CUDA_HOME leads somewhere that nothing can be built with. */
export const rule: Rule = {
  id: 'cuda-home-without-compiler',
  check: (layers) => {
    const groups = Map.groupBy(
      layers.environments.filter(
        ({ compilesWith }) => compilesWith?.foundBy.startsWith('CUDA_') === true,
      ),
      ({ compilesWith }) => `${compilesWith?.foundBy}=${compilesWith?.prefix}`,
    );
    return [...groups].flatMap(([setting, environments]) => {
      const [variable = '', prefix = ''] = setting.split('=');
      const toolkit = layers.toolkits.find((each) => each.prefix === prefix.replace(/\/+$/, ''));
      const resolved = toolkit ?? layers.toolkits.find(({ foundBy }) => foundBy.includes(variable));
      const hasNvcc = environments.some(({ compilesWith }) => compilesWith?.hasNvcc === true);
      if (hasNvcc && resolved?.hasHeaders !== false) return [];
      const lacks = hasNvcc
        ? 'it has no headers (include/cuda_runtime_api.h)'
        : resolved === undefined
          ? 'there is no toolkit there'
          : 'it has no bin/nvcc';
      const other = withNvccOf(layers, null) ?? '/usr/local/cuda';
      return [
        {
          severity: 'warning' as const,
          subject: environments.map(({ id }) => id).join(', '),
          message: `${variable} names ${prefix}, but ${lacks}: extensions cannot be compiled.`,
          evidence: [setting, ...whereSet(layers, variable)],
          fix: `export ${variable}=${other}    # or another folder with bin/nvcc and include; or unset ${variable}`,
        },
      ];
    });
  },
};
