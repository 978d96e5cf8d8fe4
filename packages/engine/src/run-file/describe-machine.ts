import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { Machine } from '@stackbench/model';

/** The machine without names; the driver is known to those who look for stacks. */
export function describeMachine(nvidiaDriver: string | null): Machine {
  const processors = cpus();
  return {
    platform: platform(),
    arch: arch(),
    osVersion: release(),
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cpuCount: Math.max(1, processors.length),
    memoryBytes: totalmem(),
    nvidiaDriver,
  };
}
