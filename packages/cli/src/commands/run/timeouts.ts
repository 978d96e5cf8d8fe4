/** The options that say how long a worker may take, and the tunable that each sets. */
export const timeouts = [
  {
    option: 'timeout-discover',
    tunable: 'discoverTimeoutMs',
    help: 'for whoever is asked what is there',
  },
  { option: 'timeout-start', tunable: 'startTimeoutMs', help: 'for a worker to start' },
  {
    option: 'timeout-build',
    tunable: 'prepareTimeoutMs',
    help: 'to build a kernel, fill or read tensors; and 100 s a GB',
  },
  {
    option: 'timeout-sample',
    tunable: 'sampleTimeoutMs',
    help: 'for a sample, beyond the time it is predicted to take',
  },
] as const;
