import type { Environment } from '@stackbench/workers';

/**
 * Variables that reach into what a compiler makes. The cache of builds knows none of them, and what was
 * made under one would be handed out without it.
 */
const steering = [
  // gcc, clang and their linkers.
  ['CPATH', 'C_INCLUDE_PATH', 'CPLUS_INCLUDE_PATH', 'LIBRARY_PATH', 'LD_RUN_PATH'],
  ['COMPILER_PATH', 'GCC_EXEC_PREFIX', 'CCC_OVERRIDE_OPTIONS'],
  // nvcc itself, and those that its nvcc.profile adds to.
  ['NVCC_PREPEND_FLAGS', 'NVCC_APPEND_FLAGS'],
  ['INCLUDES', 'SYSTEM_INCLUDES', 'LIBRARIES', 'CUDAFE_FLAGS', 'PTXAS_FLAGS'],
].flat();

/** `env` as compilers are given it: what they make depends on their arguments and files alone. */
export function buildEnvironment(env: Environment): Environment {
  return { ...env, ...Object.fromEntries(steering.map((name) => [name, undefined])) };
}
