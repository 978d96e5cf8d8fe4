import type { Rule } from '../rule.ts';

/** Error 802: GPUs behind NVSwitches wait for a service that joins them. */
export const rule: Rule = {
  id: 'fabric-manager-absent',
  check: ({ driver }) =>
    driver.fabricManager !== 'absent' || driver.moduleVersion === null
      ? []
      : [
          {
            severity: 'error',
            subject: 'driver',
            message:
              'GPUs are joined by NVSwitches, and the fabric manager does not run: CUDA fails with error 802.',
            evidence: ['an NVSwitch is on the PCI bus', 'no process nv-fabricmanager'],
            fix: 'sudo systemctl enable --now nvidia-fabricmanager    # of the driver’s version',
          },
        ],
};
