import type { Environment } from '@stackbench/workers';

/** These would let one Python use the packages, libraries or settings of another. */
const foreign: ReadonlySet<string> = new Set([
  'PYTHONPATH',
  'PYTHONHOME',
  'VIRTUAL_ENV',
  'CONDA_PREFIX',
  'CONDA_DEFAULT_ENV',
  'LD_LIBRARY_PATH',
  'PIP_TARGET',
  'PIP_PREFIX',
  'PIP_USER',
]);

/** Variables for a tool that makes an environment, which is to be the only one that it knows. */
export function deactivated(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.has(name)));
}
