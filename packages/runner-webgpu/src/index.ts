import { createWebgpuRunner } from './webgpu-runner.ts';

export { findVulkanManifests } from './discover/vulkan-manifests.ts';
export { createWebgpuRunner, type WebgpuRunnerOptions } from './webgpu-runner.ts';

/** The runner for this machine. */
export const webgpuRunner = createWebgpuRunner();
