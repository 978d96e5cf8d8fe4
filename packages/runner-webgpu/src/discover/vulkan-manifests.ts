import { homeFolder } from '@stackbench/stacks';
import { realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import type { Environment } from '@stackbench/workers';

/**
 * The manifests of the Vulkan drivers that the loader would consider, each once: those that the
 * user names, else those in the folders of the loader's documentation ("Driver Discovery on
 * Linux"), and where containers mount NVIDIA's.
 */
export async function findVulkanManifests(env: Environment): Promise<string[]> {
  const named = env['VK_DRIVER_FILES'] ?? env['VK_ICD_FILENAMES'];
  const files =
    named === undefined
      ? (await Promise.all(manifestFolders(env).map(listManifests))).flat()
      : splitPaths(named);
  const added = splitPaths(env['VK_ADD_DRIVER_FILES'] ?? '');
  const byRealPath = new Map<string, string>();
  for (const file of [...files, ...added]) {
    const real = resolveLinks(file);
    if (real !== null && !byRealPath.has(real)) byRealPath.set(real, file);
  }
  return [...byRealPath.values()];
}

function splitPaths(text: string): string[] {
  return text.split(delimiter).filter((path) => path !== '');
}

/** `lvp` for `/usr/share/vulkan/icd.d/lvp_icd.x86_64.json`. */
export function manifestName(file: string): string {
  return basename(file).replace(/([._-]icd)?([._-](x86_64|i686|aarch64))?\.json$/, '');
}

/** Variables that are empty count as unset, as their specification (XDG) says. */
function manifestFolders(env: Environment): string[] {
  const home = homeFolder(env);
  const roots = [
    env['XDG_CONFIG_HOME'] || join(home, '.config'),
    ...(env['XDG_CONFIG_DIRS'] || '/etc/xdg').split(delimiter),
    '/usr/local/etc',
    '/etc',
    env['XDG_DATA_HOME'] || join(home, '.local/share'),
    ...(env['XDG_DATA_DIRS'] || '/usr/local/share:/usr/share').split(delimiter),
    '/usr/local/nvidia/share',
  ];
  return roots.filter((root) => root !== '').map((root) => join(root, 'vulkan/icd.d'));
}

async function listManifests(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith('.json') && !/i[36]86/.test(name))
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    // Most of these folders do not exist.
    return [];
  }
}

function resolveLinks(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}
