import { join } from 'node:path';
import { entries, readText } from '@stackbench/stacks';

/** The packages of NVIDIA's that a torch from pip was released with: name → exact version. */
export function readPins(site: string): Record<string, string> {
  const [folder] = entries(site, /^torch-[^-]+\.dist-info$/);
  if (folder === undefined) return {};
  const text = readText(join(folder, 'METADATA')) ?? '';
  const pins = text.matchAll(/^Requires-Dist: (nvidia-[\w-]+)\s*\(?==([\w.]+)/gm);
  return Object.fromEntries([...pins].map(([, name = '', version = '']) => [name, version]));
}
