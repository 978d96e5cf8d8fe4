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
  return hash(salt, identity);
}

/**
 * The machine's name for a matrix, whatever the workload manager calls it: nodes may be parts of one. By its start, which
 * containers share with it and copies of an image do not; undefined where that is not told.
 * @param root where system files are read, for tests
 */
export function machineToken(salt: string, root = '/'): string | undefined {
  const boot = read(join(root, 'proc/sys/kernel/random/boot_id'));
  return boot === '' ? undefined : hash(salt, boot);
}

function hash(salt: string, identity: string): string {
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
