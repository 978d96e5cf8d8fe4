import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import process from 'node:process';
import type { WorkerCommand } from '@stackbench/workers';
import { vulkanCandidates } from '../../src/discover/vulkan-candidates.ts';
import { software } from './software.ts';

type Found = { ok: true; command: WorkerCommand } | { ok: false; reason: string };

/** How each adapter is found among the drivers of this machine. */
const drivers = { swiftshader: /swiftshader/, llvmpipe: /lvp_icd/ };

/** The npm package's Deno on a software adapter: the bundled SwiftShader, or Mesa's where installed. */
export async function denoOn(adapter: keyof typeof drivers): Promise<Found> {
  const folder = findDenoFolder();
  if (folder === null) return { ok: false, reason: 'npm has no Deno for this platform' };
  const files = software.ok ? software.files : null;
  const candidates = await vulkanCandidates({ ...process.env, PATH: folder }, files);
  for (const candidate of candidates.filter(({ implementation }) => implementation === 'deno')) {
    const command = candidate.command({ expectedAdapter: adapter });
    if (drivers[adapter].test(command.env?.['VK_DRIVER_FILES'] ?? '')) return { ok: true, command };
  }
  return { ok: false, reason: `there is no Vulkan driver for ${adapter} here` };
}

/** The folder of the binary that the npm package `deno` brings for this platform. */
function findDenoFolder(): string | null {
  const names = { linux: `linux-${process.arch}-glibc`, darwin: `darwin-${process.arch}` };
  const name = names[process.platform as keyof typeof names];
  try {
    const ofDeno = createRequire(createRequire(import.meta.url).resolve('deno/package.json'));
    return dirname(ofDeno.resolve(`@deno/${name}/package.json`));
  } catch {
    return null;
  }
}
