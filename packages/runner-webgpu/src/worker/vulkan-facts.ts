import process from 'node:process';
import type { KnownFacts } from '@stackbench/model/facts';
import { shortenHome } from '@stackbench/stacks/shorten-home';

/** The Vulkan driver's manifest that this process is bound to, where it is bound to one. */
export function vulkanFacts(): KnownFacts {
  const manifest = process.env['VK_DRIVER_FILES'];
  return manifest === undefined ? {} : { vulkanManifest: shortenHome(manifest) };
}
