import type { WorkerCommand } from '@stackbench/workers';
import { browserCandidates } from '../../src/discover/browser-candidates.ts';
import { provideBundled } from '../../src/discover/bundled.ts';
import { vulkanCandidates } from '../../src/discover/vulkan-candidates.ts';

/** Commands that run on the bundled software adapter; or why there is none here. */
export const software = await findSoftware();

async function findSoftware() {
  const bundled = await provideBundled(process.env);
  if (!bundled.ok) return { ok: false, reason: bundled.reason } as const;
  // An empty list of drivers leaves the bundled one alone.
  const env = { ...process.env, VK_DRIVER_FILES: '', VK_ADD_DRIVER_FILES: '' };
  const [dawn] = await vulkanCandidates(env, bundled.files);
  const [chromium] = browserCandidates(env, bundled.files);
  const options = { expectedAdapter: 'swiftshader' };
  return {
    ok: true,
    files: bundled.files,
    dawn: dawn!.command(options),
    chromium: (chromium!.otherwise ?? chromium!).command(options),
  } as const;
}

/** For the title of a suite that is skipped without the adapter. */
export const skipped = software.ok ? '' : ` (skipped: ${software.reason})`;

export function dawnCommand(): WorkerCommand {
  if (!software.ok) throw new Error(software.reason);
  return software.dawn;
}
