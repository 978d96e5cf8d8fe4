import { basename } from 'node:path';
import { escapeControl } from '@stackbench/report';

/**
 * What to do about shards whose files are of another matrix than is given.
 * @param path of the matrix
 */
export function adviseOnForeign(path: string): string {
  const name = escapeControl(basename(path));
  return `Give ${name} as it was when they were measured; or, to measure what it says now, move their files away.`;
}
