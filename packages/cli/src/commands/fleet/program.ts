import { join } from 'node:path';
import process from 'node:process';
import { installation } from '@stackbench/installation';

/** How a node starts what this process is: the same files, found by the same paths. */
export function programOnNodes(): string[] {
  const { kind, root } = installation;
  if (kind === 'bundle') return programOfBundle(join(root, '..'));
  return [process.execPath, join(root, 'packages/cli/bin/stackbench.mjs')];
}

/** How an unpacked bundle is started. */
export function programOfBundle(folder: string): string[] {
  return [join(folder, 'bench')];
}
