import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@stackbench/workers';

/**
 * A node's name for a matrix, from which nobody gets back to the node. Nodes of one image may share their machine-id, so
 * that what the workload manager calls them comes first: Slurm by itself, Kubernetes where a pod passes its node's name
 * on as STACKBENCH_NODE.
 * @param root where system files are read, for tests
 */
export function nodeToken(salt: string, env: Environment = process.env, root = '/'): string {
  const { STACKBENCH_NODE, SLURMD_NODENAME } = env;
  const identity =
    STACKBENCH_NODE ||
    SLURMD_NODENAME ||
    read(join(root, 'etc/machine-id')) ||
    read(join(root, 'proc/sys/kernel/random/boot_id')) ||
    hostname();
  return createHash('sha256').update(`${salt}\n${identity}`).digest('hex').slice(0, 12);
}

/** Empty where there is none, as in a container. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
