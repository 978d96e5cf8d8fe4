import { join } from 'node:path';
import process from 'node:process';
import type { Environment, WorkerCommand } from '@stackbench/workers';
import { homeFolder, findExecutable, shortenHome } from '@stackbench/stacks';
import type { WorkerOptions } from '../worker/options.ts';
import type { BundledChromium } from './bundled.ts';
import type { Candidate } from './candidates.ts';
import { bindToAdapter, bindToDriver } from './driver-variables.ts';
import { mayHaveGpu } from './gpu-device-files.ts';
import { libraryPathFor } from './system-libraries.ts';
import { findVulkanManifests, manifestName } from './vulkan-manifests.ts';
import { dawnCommand, denoCommand } from './worker-commands.ts';

type Variables = NonNullable<WorkerCommand['env']>;

/** An implementation that runs on whatever the system's graphics drivers offer. */
interface Implementation {
  name: string;
  title: string;
  command(options: Partial<WorkerOptions>, env: Variables): WorkerCommand;
}

/**
 * dawn.node, and Deno where it is installed, on every Vulkan driver: each in a process bound to that
 * driver alone, as neither can be asked for one of several. Elsewhere than on Linux the system
 * has one way to its adapters.
 */
export async function vulkanCandidates(
  env: Environment,
  bundled: BundledChromium | null,
): Promise<Candidate[]> {
  const implementations = [dawn, ...findDeno(env)];
  if (process.platform !== 'linux') return implementations.flatMap(systemCandidates);
  const manifests = (await findVulkanManifests(env)).filter(
    (manifest) => mayHaveGpu() || !needsGpu.test(manifestName(manifest)),
  );
  if (bundled !== null) manifests.push(bundled.swiftshader);
  return implementations.flatMap((implementation) =>
    manifests.map((manifest) => driverCandidate(implementation, manifest, env, bundled)),
  );
}

/** Mesa ships the drivers of all vendors together. */
const needsGpu = /intel|radeon|nouveau|amd|nvidia|broadcom|freedreno|panfrost|asahi|powervr/;

const dawn: Implementation = { name: 'dawn', title: 'dawn.node', command: dawnCommand };

function findDeno(env: Environment): Implementation[] {
  const folders = [
    ...(env['DENO_INSTALL'] === undefined ? [] : [join(env['DENO_INSTALL'], 'bin')]),
    join(homeFolder(env), '.deno/bin'),
  ];
  const deno = findExecutable(['deno'], env, folders);
  if (deno === null) return [];
  const command: Implementation['command'] = (options, variables) =>
    denoCommand(deno, options, variables);
  return [{ name: 'deno', title: 'Deno', command }];
}

function driverCandidate(
  implementation: Implementation,
  manifest: string,
  env: Environment,
  bundled: BundledChromium | null,
): Candidate {
  const libraryPath =
    bundled === null
      ? env['LD_LIBRARY_PATH']
      : libraryPathFor('libvulkan.so.1', bundled.vulkanFolder, env);
  const variables = {
    // SwiftShader has one adapter; of a driver's GPUs the user may choose.
    ...(manifest === bundled?.swiftshader ? bindToAdapter : bindToDriver)(manifest, env),
    ...(libraryPath === undefined ? {} : { LD_LIBRARY_PATH: libraryPath }),
  };
  return {
    implementation: implementation.name,
    name: manifestName(manifest),
    title: `${implementation.title} on the Vulkan driver ${shortenHome(manifest)}`,
    fix: 'Update this driver, or leave it out by naming the others in VK_DRIVER_FILES.',
    command: (options) => implementation.command(options, variables),
    isAbsent: (log) => /failed to detect any valid gpus/i.test(log),
  };
}

function systemCandidates(implementation: Implementation): Candidate[] {
  return (['high-performance', 'low-power'] as const).map((powerPreference) => ({
    implementation: implementation.name,
    name: powerPreference,
    title: `${implementation.title} on the ${powerPreference} adapter`,
    fix: 'Update the graphics driver of this system.',
    command: (options) => implementation.command({ ...options, powerPreference }, {}),
  }));
}
