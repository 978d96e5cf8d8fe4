import type { Rule } from '../rule.ts';

/** The kernel's half of the driver without the user's: "Found no NVIDIA driver" all the same. */
export const rule: Rule = {
  id: 'libcuda-missing',
  check: ({ driver, environments }) => {
    const proven = environments.filter(
      ({ proof, framework }) => proof === 'import' && framework?.cuda != null,
    );
    const without = proven.filter(({ libcuda }) => libcuda === null);
    if (driver.moduleVersion === null || driver.isWsl || without.length === 0) return [];
    return [
      {
        severity: 'error',
        subject: without.map(({ id }) => id).join(', '),
        message: `The driver ${driver.moduleVersion} is loaded, but libcuda.so.1, its other half, is not found.`,
        evidence: without.map(({ id }) => `${id}: libcuda.so.1 cannot be opened`),
        fix: 'Install the libraries of the same driver version; in a container, NVIDIA_DRIVER_CAPABILITIES must hold compute.',
      },
    ];
  },
};
