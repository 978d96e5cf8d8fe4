import type { Rule } from '../rule.ts';

/** A GPU that CUDA sees and WebGPU does not: software adapters are chosen silently. */
export const rule: Rule = {
  id: 'webgpu-without-the-gpu',
  check: ({ driver, adapters, vulkanDrivers }) => {
    const offered = adapters.filter(({ available }) => available);
    if (driver.gpu === null || offered.some(({ software }) => !software)) return [];
    const manifests = vulkanDrivers.filter(({ manifest }) => /nvidia/i.test(manifest));
    return [
      {
        severity: 'warning',
        subject: 'webgpu',
        message:
          offered.length === 0
            ? `No WebGPU adapter is offered, though ${driver.gpu.name} is there.`
            : `WebGPU offers software adapters alone: it runs, slowly, beside ${driver.gpu.name}.`,
        evidence: [
          manifests.length === 0
            ? 'no Vulkan driver of NVIDIA is registered (icd.d/nvidia_icd.json)'
            : `${manifests.map(({ manifest }) => manifest).join(', ')} serves no adapter`,
          ...adapters.flatMap(({ id, reason }) => (reason === null ? [] : [`${id}: ${reason}`])),
        ],
        fix: 'Install the driver’s Vulkan part (Debian: nvidia-vulkan-icd); in a container set NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics.',
      },
    ];
  },
};
