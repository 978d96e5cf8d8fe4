import type { Hold, Tunables } from '@stackbench/model';

/** For how long devices are held back before they are timed. */
export function holdOf({ holdLaunchNs, holdNodeNs, longestHoldNs }: Tunables): Hold {
  return { launchNs: holdLaunchNs, nodeNs: holdNodeNs, longestNs: longestHoldNs };
}
