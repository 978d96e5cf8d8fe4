import type { Environment } from '@stackbench/workers';

/**
 * Switches of Python that change what our own code in it does, what it prints, or how fast it is: they are set
 * here and not inherited.
 */
const switches = [
  'PYTHONOPTIMIZE',
  'PYTHONINSPECT',
  'PYTHONDEBUG',
  'PYTHONVERBOSE',
  'PYTHONDEVMODE',
  'PYTHONWARNINGS',
  'PYTHONIOENCODING',
  'PYTHONBREAKPOINT',
  'PYTHONMALLOC',
  'PYTHONMALLOCSTATS',
  'PYTHONTRACEMALLOC',
  'PYTHONPROFILEIMPORTTIME',
  'PYTHONPERFSUPPORT',
  'PYTHONASYNCIODEBUG',
  'PYTHONDUMPREFS',
  'PYTHON_PERF_JIT_SUPPORT',
] as const;

/** The variables to start an interpreter with, of those that its environment was activated with. */
export function interpreterVariables(env: Environment): Environment {
  return {
    ...env,
    ...Object.fromEntries(switches.map((name) => [name, undefined])),
    // Whatever FORCE_COLOR says: what it says is quoted.
    PYTHON_COLORS: '0',
  };
}

/** Variables by which an environment may get libraries and modules that are not its own. */
const foreign =
  /^(PYTHON(HOME|PATH|USERBASE|PLATLIBDIR|STARTUP)|LD_(LIBRARY_PATH|PRELOAD|AUDIT)|DYLD_\w+|GLIBC_TUNABLES)$/;

/** Those of `env` that may be why an interpreter or its torch does not work. */
export function suspects(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => foreign.test(name) && env[name] !== undefined && env[name] !== '')
    .toSorted();
}

/** What to do about a torch that cannot be imported: no environment is made anew for a variable's sake. */
export function mendTorch(env: Environment): string {
  const names = suspects(env);
  const first = names.length === 0 ? '' : `Try without ${names.join(' and ')}, which may be why. `;
  return `${first}Import torch by hand in this environment; install torch in it anew, or remove it.`;
}
