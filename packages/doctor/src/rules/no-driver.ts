import type { Rule } from '../rule.ts';

/** A GPU of NVIDIA's that no driver of NVIDIA's drives. */
export const rule: Rule = {
  id: 'no-driver',
  check: ({ driver }) =>
    driver.hardware.length === 0 || driver.moduleVersion !== null || driver.isWsl
      ? []
      : [
          {
            severity: 'error',
            subject: 'driver',
            message: 'There is a GPU of NVIDIA, and no driver of NVIDIA is loaded.',
            evidence: driver.hardware.map((name) => `PCI device ${name}`),
            fix: 'Install the driver from your distribution (Debian: apt install nvidia-driver); in a container, start it with --gpus all.',
          },
        ],
};
