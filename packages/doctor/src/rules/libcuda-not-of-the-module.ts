import type { Rule } from '../rule.ts';

/** Error 803, "Driver/library version mismatch": the halves of the driver are of two versions. */
export const rule: Rule = {
  id: 'libcuda-not-of-the-module',
  check: ({ driver }) => {
    const { moduleVersion, libcuda } = driver;
    if (moduleVersion === null || libcuda?.version == null || driver.isWsl) return [];
    // A compat package is of another version on purpose.
    if (/compat/.test(libcuda.file) || libcuda.version === moduleVersion) return [];
    return [
      {
        severity: 'error',
        subject: 'driver',
        message: `The loaded kernel module is ${moduleVersion}, and libcuda is ${libcuda.version}: CUDA fails with error 803.`,
        evidence: [libcuda.file, `/sys/module/nvidia/version: ${moduleVersion}`],
        fix: 'sudo rmmod nvidia_uvm nvidia_drm nvidia_modeset nvidia && sudo modprobe nvidia    # or reboot',
      },
    ];
  },
};
