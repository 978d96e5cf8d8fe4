import { join } from 'node:path';
import process from 'node:process';
import { installation } from '@stackbench/installation';

/**
 * How a node starts what this process is: the same files, found by the same paths.
 * @param bundle an unpacked bundle that nodes have instead
 */
export function programOnNodes(bundle: string | undefined): string[] {
  const { kind, root } = installation;
  if (bundle !== undefined) return [join(bundle, 'bench')];
  if (kind === 'bundle') return [join(root, '../bench')];
  return [process.execPath, join(root, 'packages/cli/bin/stackbench.mjs')];
}
