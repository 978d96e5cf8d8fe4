import type { AdapterLayer, Stack, VulkanDriver } from '@stackbench/model';
import { findVulkanManifests } from '@stackbench/runner-webgpu';
import { readText, shortenHome } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';

/** What every vendor's devices are reached through, each adapter as the stack that offers it. */
export function describeAdapters(stacks: readonly Stack[]): AdapterLayer[] {
  return stacks
    .filter(({ native }) => !native)
    .map(({ id, available, software, reason, fix, facts }) => {
      const { description, driver } = facts;
      const told = [description, driver].filter((text) => typeof text === 'string');
      return {
        id,
        available,
        software,
        reason: reason ?? null,
        fix: fix ?? null,
        description: told.length === 0 ? null : told.join(' · '),
      };
    });
}

/** Every Vulkan driver that is registered here, with the stacks that it serves and those that fail on it. */
export async function describeVulkanDrivers(
  env: Environment,
  stacks: readonly Stack[],
): Promise<VulkanDriver[]> {
  const manifests = await findVulkanManifests(env);
  return manifests.map((manifest) => {
    const shown = shortenHome(manifest);
    return {
      manifest,
      library: libraryIn(manifest),
      serves: idsOf(stacks, ({ facts }) => facts['vulkanManifest'] === shown),
      fails: idsOf(stacks, ({ reason }) => reason?.includes(shown) === true),
    };
  });
}

function idsOf(stacks: readonly Stack[], fits: (stack: Stack) => boolean): string[] {
  return stacks.filter(fits).map(({ id }) => id);
}

function libraryIn(manifest: string): string | null {
  const [, library = null] = /"library_path"\s*:\s*"([^"]+)"/.exec(readText(manifest) ?? '') ?? [];
  return library;
}
