import { basename, join } from 'node:path';
import { type Facts, readFact } from '@stackbench/model';
import { entries } from '../folders.ts';
import { readText } from '../read-text.ts';

/** By the names that WebGPU gives them (`GPUAdapterInfo.vendor`): the vendors' numbers on the PCI bus. */
const vendors: Readonly<Record<string, string>> = {
  amd: '0x1002',
  intel: '0x8086',
  nvidia: '0x10de',
};

const displayClass = /^0x03/;

/**
 * The PCI address of the adapter that has these facts, `0000:01:00.0`: WebGPU does not tell it, so it is that of the
 * only display device that it can be (Linux); undefined where there are several, or none.
 * @param root the folder that absolute system paths are below
 */
export function findAdapterAddress(facts: Facts, root: string): string | undefined {
  const number = vendors[readFact(facts, 'vendor') ?? ''];
  if (number === undefined) return undefined;
  const own = entries(join(root, 'sys/bus/pci/devices')).filter(
    (folder) => read(folder, 'vendor') === number && displayClass.test(read(folder, 'class')),
  );
  const named = own.filter((folder) => read(folder, 'device') === readFact(facts, 'device'));
  const candidates = named.length > 0 ? named : own;
  return candidates.length === 1 ? basename(candidates[0]!) : undefined;
}

function read(folder: string, name: string): string {
  return readText(join(folder, name))?.trim() ?? '';
}
