import type { Measurement } from '@stackbench/model';

/**
 * What times the kernels of a launch: the device's own clock, until it is found wrong. Then, and where
 * there is none, the host's, less what submitting and waiting takes.
 */
export interface LaunchClock {
  timedBy(): NonNullable<Measurement['timedBy']>;
  /** Why the device's clock is not used; null while it is. */
  problem(): string | null;
  /** The device's clock has been held against the host's. */
  isChecked(): boolean;
  confirm(): void;
  /** From now on the host's clock counts. */
  distrust(problem: string): void;
  /** Host time of a sample that is not its kernels': a property of the case. */
  latencyNs(): number;
  setLatency(ns: number): void;
}

export function createLaunchClock(): LaunchClock {
  let problem: string | null = null;
  let isChecked = false;
  let latencyNs = 0;
  return {
    timedBy: () => (problem === null ? 'device' : 'host'),
    problem: () => problem,
    isChecked: () => isChecked,
    confirm: () => {
      isChecked = true;
    },
    distrust: (why) => {
      problem = why;
      isChecked = true;
    },
    latencyNs: () => latencyNs,
    setLatency: (ns) => {
      latencyNs = ns;
    },
  };
}
