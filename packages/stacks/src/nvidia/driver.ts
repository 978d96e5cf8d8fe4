import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The version of the loaded NVIDIA kernel driver, `580.65.06`; null without one.
 * @param root the folder that absolute system paths are below
 */
export function readNvidiaDriver(root: string): string | null {
  const module = readText(join(root, 'sys/module/nvidia/version'));
  if (module !== null) return module.trim();
  const report = readText(join(root, 'proc/driver/nvidia/version')) ?? '';
  const [, version = null] = /Kernel Module\b.*?\s(\d+(?:\.\d+)+)\s/.exec(report) ?? [];
  return version;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
