import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the catalog's kernel sources. */
export const kernelsRoot = dirname(fileURLToPath(import.meta.resolve('@stackbench/kernels')));
