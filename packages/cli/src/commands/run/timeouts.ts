/** The options that say how long a worker may take, and the tunables that each sets. */
export const timeouts = [
  {
    option: 'timeout-discover',
    tunables: ['discoverTimeoutMs'],
    help: 'for whoever is asked what is there',
  },
  { option: 'timeout-start', tunables: ['startTimeoutMs'], help: 'for a worker to start' },
  {
    option: 'timeout-build',
    tunables: ['prepareTimeoutMs', 'buildTimeoutMs'],
    help: 'to build a kernel, fill or read tensors; and 100 s a GB',
  },
  {
    option: 'timeout-sample',
    tunables: ['sampleTimeoutMs'],
    help: 'for a sample, beyond the time it is predicted to take',
  },
] as const;
