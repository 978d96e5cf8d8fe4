import type { Rule } from '../rule.ts';

/** Consumer GPUs refuse the forward-compatibility package's libcuda: error 804. */
export const rule: Rule = {
  id: 'compat-libcuda',
  check: ({ driver, environments }) => {
    const { gpu } = driver;
    if (gpu === null || !/geforce|rtx \d|gtx|titan/i.test(gpu.name)) return [];
    return environments
      .filter(({ libcuda }) => libcuda !== null && /compat/.test(libcuda.file))
      .map(({ id, libcuda }) => ({
        severity: 'error' as const,
        subject: id,
        message: `libcuda is that of a cuda-compat package, which ${gpu.name} does not accept: error 804.`,
        evidence: [libcuda?.file ?? ''],
        fix: 'Take the compat folder off LD_LIBRARY_PATH, and update the driver instead.',
      }));
  },
};
