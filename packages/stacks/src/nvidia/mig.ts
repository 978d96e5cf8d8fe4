/** A part of a GPU that programs take for a GPU. */
export interface MigInstance {
  gpuUuid: string;
  migUuid: string;
}

/**
 * The instances that `nvidia-smi -L` lists, each below its GPU:
 * `GPU 0: NVIDIA A100 (UUID: GPU-…)`, then `  MIG 3g.20gb  Device  0: (UUID: MIG-…)`.
 */
export function readMigInstances(listing: string): MigInstance[] {
  const found: MigInstance[] = [];
  let gpuUuid = '';
  for (const line of listing.split('\n')) {
    const [, uuid] = /\(UUID:\s*([\w/-]+)\)/.exec(line) ?? [];
    if (uuid === undefined) continue;
    if (/^GPU \d+:/.test(line)) gpuUuid = uuid;
    else if (gpuUuid !== '' && uuid.startsWith('MIG-')) found.push({ gpuUuid, migUuid: uuid });
  }
  return found;
}
