import process from 'node:process';
import { driverFloor, driverOfCuda, isLowerVersion } from '@stackbench/stacks';
import type { Rule } from '../rule.ts';

/** Between the floor and the driver that came with a CUDA: PTX compiled at run time may be refused (error 222). */
export const rule: Rule = {
  id: 'driver-older-than-cuda',
  check: ({ driver, environments }) =>
    environments.flatMap(({ id, framework }) => {
      const version = driver.moduleVersion;
      const cuda = framework?.cuda ?? null;
      if (version === null || cuda === null) return [];
      const floor = driverFloor(cuda, process.platform);
      const shipped = driverOfCuda(cuda, process.platform);
      const isBelow = floor !== null && isLowerVersion(version, floor);
      if (shipped === null || isBelow || !isLowerVersion(version, shipped)) return [];
      return [
        {
          severity: 'warning' as const,
          subject: id,
          message: `The driver ${version} is older than the one that came with CUDA ${cuda} (${shipped}): it runs, but PTX of that CUDA is refused (error 222) and the newest features are missing.`,
          evidence: [`driver ${version}`, `built for CUDA ${cuda}`],
          fix: `Update the driver to ${shipped} or newer.`,
        },
      ];
    }),
};
