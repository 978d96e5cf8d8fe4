import type { Environment } from '@stackbench/workers';
import { findExecutable } from '../find-executable.ts';

/** The driver's tool; null where there is none. */
export function findNvidiaSmi(env: Environment): string | null {
  return findExecutable(['nvidia-smi', 'nvidia-smi.exe'], env, ['/usr/lib/wsl/lib']);
}

/** Has a query answered by values alone, a line for each GPU or process: see {@link fieldsOf}. */
export const valuesAlone = '--format=csv,noheader,nounits';

/** The values of a line. */
export function fieldsOf(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}
