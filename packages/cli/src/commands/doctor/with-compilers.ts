import type { Stack, ToolkitLayer } from '@stackbench/model';
import { shortenHome } from '@stackbench/stacks';

/** Toolkits with what the CUDA runner has learnt of their compilers by starting them. */
export function withCompilers(
  toolkits: readonly ToolkitLayer[],
  stacks: readonly Stack[],
): ToolkitLayer[] {
  return toolkits.map((toolkit) => {
    if (toolkit.nvcc === null) return toolkit;
    const folder = shortenHome(toolkit.nvcc.file.replace(/\/bin\/[^/]+$/, ''));
    const stack = stacks.find(({ facts }) => facts['prefix'] === folder);
    if (stack === undefined) return toolkit;
    const { nvccVersion, newestGcc, hostCompiler, architectures } = stack.facts;
    return {
      ...toolkit,
      nvcc: {
        ...toolkit.nvcc,
        version: typeof nvccVersion === 'string' ? nvccVersion : null,
        newestGcc: typeof newestGcc === 'number' ? newestGcc : null,
        hostCompiler: typeof hostCompiler === 'string' ? hostCompiler : null,
        architectures: Array.isArray(architectures) ? architectures.map(String) : [],
      },
    };
  });
}
