import { basename, sep } from 'node:path';
import type { FileOwner } from '@stackbench/model';

export interface OwnerPlaces {
  /** Folders that are the environment's own: its prefix, and its base's for a venv. */
  own: readonly string[];
  /** Prefixes of all other environments. */
  others: readonly string[];
  /** Prefixes of toolkits outside environments. */
  toolkits: readonly string[];
}

const systemFolders = ['/usr/lib', '/usr/lib64', '/lib', '/lib64', '/usr/local/lib'];

/** Files of the driver's user half, wherever they lie. */
const driverFile = /^lib(cuda|nvidia-[\w-]+|nvcuvid|nvoptix|EGL_nvidia|GLX_nvidia)\.so/;

/** Whose a file is, seen from one environment. The innermost folder that it lies in decides. */
export function findOwner(file: string, { own, others, toolkits }: OwnerPlaces): FileOwner {
  if (driverFile.test(basename(file))) return 'driver';
  const candidates: [FileOwner, readonly string[]][] = [
    ['environment', own],
    ['other-environment', others],
    ['toolkit', toolkits],
    ['distribution', systemFolders],
  ];
  let best: { owner: FileOwner; length: number } = { owner: 'elsewhere', length: 0 };
  for (const [owner, folders] of candidates) {
    for (const folder of folders) {
      const isInside = file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
      if (isInside && folder.length > best.length) best = { owner, length: folder.length };
    }
  }
  return best.owner;
}
