import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from '@stackbench/stacks';

/**
 * Tells a toolkit's headers from others in the same folder: conda and pip replace them apart from nvcc. By name,
 * size and time, as make does: there are tens of megabytes of them.
 */
export function fingerprintHeaders(includeFolder: string): string {
  const hash = createHash('sha256');
  for (const folder of [includeFolder, join(includeFolder, 'crt')]) {
    for (const file of entries(folder, /\.(h|hpp)$/)) {
      // A link may lead nowhere.
      const found = statSync(file, { throwIfNoEntry: false });
      hash.update(`${file} ${found?.size} ${found?.mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}
