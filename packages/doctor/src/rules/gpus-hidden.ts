import type { Rule } from '../rule.ts';

/** CUDA_VISIBLE_DEVICES that leaves no GPU: "0 devices". */
export const rule: Rule = {
  id: 'gpus-hidden',
  check: ({ driver, environments }) => {
    const hidden = environments.filter(({ variables }) => {
      const value = variables['CUDA_VISIBLE_DEVICES'];
      return value !== undefined && (value === '' || value.startsWith('-'));
    });
    const [first] = hidden;
    if (driver.moduleVersion === null || first === undefined) return [];
    return [
      {
        severity: 'warning',
        subject: hidden.map(({ id }) => id).join(', '),
        message: 'CUDA_VISIBLE_DEVICES hides every GPU.',
        evidence: [`CUDA_VISIBLE_DEVICES='${first.variables['CUDA_VISIBLE_DEVICES']}'`],
        fix: 'unset CUDA_VISIBLE_DEVICES    # or a number, GPU-<uuid> or MIG-<uuid> that `nvidia-smi -L` lists',
      },
    ];
  },
};
