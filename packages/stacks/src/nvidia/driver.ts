import { join } from 'node:path';
import { readText } from '../read-text.ts';

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
