import process from 'node:process';
import { driverFloor, isLowerVersion } from '@stackbench/stacks';
import type { Rule } from '../rule.ts';

/** Error 35: the driver is below what programs of that CUDA start with at all. */
export const rule: Rule = {
  id: 'driver-too-old',
  check: ({ driver, environments }) =>
    environments.flatMap(({ id, framework }) => {
      const version = driver.moduleVersion;
      const floor = framework?.cuda == null ? null : driverFloor(framework.cuda, process.platform);
      if (version === null || floor === null || !isLowerVersion(version, floor)) return [];
      return [
        {
          severity: 'error' as const,
          subject: id,
          message: `The driver ${version} is too old for CUDA ${framework?.cuda}: it needs ${floor} or newer (error 35).`,
          evidence: [
            `driver ${version}, ${framework?.name} ${framework?.version ?? ''} for CUDA ${framework?.cuda}`,
          ],
          fix: 'Update the driver, or install a build for an older CUDA: https://pytorch.org/get-started/previous-versions',
        },
      ];
    }),
};
