import type { Rule } from '../rule.ts';

/** In WSL the driver is Windows's, and its libcuda lies in /usr/lib/wsl/lib. */
export const rule: Rule = {
  id: 'wsl-driver',
  check: ({ driver }) => {
    if (!driver.isWsl || driver.libcuda?.file.startsWith('/usr/lib/wsl/') === true) return [];
    const { libcuda } = driver;
    return [
      {
        severity: libcuda === null ? 'warning' : 'error',
        subject: 'driver',
        message:
          libcuda === null
            ? 'This is WSL, and libcuda is not on the loader’s path.'
            : 'This is WSL, and a Linux driver hides the one of Windows.',
        evidence: [libcuda === null ? 'ld.so.cache has no libcuda.so.1' : libcuda.file],
        fix:
          libcuda === null
            ? 'echo /usr/lib/wsl/lib | sudo tee /etc/ld.so.conf.d/wsl.conf && sudo ldconfig'
            : 'Remove the Linux driver packages (libnvidia-compute, nvidia-driver): Windows brings the driver.',
      },
    ];
  },
};
