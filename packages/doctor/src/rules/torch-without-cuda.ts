import type { Rule } from '../rule.ts';

/** "Torch not compiled with CUDA enabled" on a machine that has a GPU for it. */
export const rule: Rule = {
  id: 'torch-without-cuda',
  check: ({ driver, environments }) =>
    driver.moduleVersion === null
      ? []
      : environments
          .filter(({ framework }) => framework?.name === 'torch' && framework.cuda === null)
          .filter(({ problem }) => problem === null)
          .map(({ id, framework }) => ({
            severity: 'warning' as const,
            subject: id,
            message:
              'This torch is a build without CUDA: it computes on the CPU, though there is a GPU.',
            evidence: [`torch ${framework?.version ?? ''}`, 'torch.version.cuda is None'],
            fix: 'pip install --force-reinstall torch    # or a build for a CUDA that the driver serves',
          })),
};
