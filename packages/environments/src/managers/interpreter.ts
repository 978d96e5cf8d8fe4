import { join } from 'node:path';
import process from 'node:process';
import type { Setup } from '../setup/setup.ts';

/** The Python of setups that name none: what most packages have wheels for. */
const usualPython = '3.11';

/** The line of Python that an environment is made with. */
export function pythonLineOf(setup: Setup): string {
  return setup.python ?? usualPython;
}

/** The interpreter of a venv, or of a conda environment. */
export function interpreterOf(prefix: string, kind: 'venv' | 'conda' = 'venv'): string {
  if (process.platform !== 'win32') return join(prefix, 'bin', 'python');
  return kind === 'venv' ? join(prefix, 'Scripts', 'python.exe') : join(prefix, 'python.exe');
}
