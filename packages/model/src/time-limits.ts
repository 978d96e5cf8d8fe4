/** How many seconds what is waited for may take, unless its user says otherwise. */
export const timeLimits = {
  /** Whoever is asked what is there: nvidia-smi, compilers, interpreters, browsers. */
  discover: 10,
  /** A worker, or a tool, to start: imports included. */
  start: 60,
  /** A compiler. */
  build: 300,
  /** A sample, beyond the time that it is predicted to take. */
  sample: 60,
  /** A framework that doctor imports: gigabytes, perhaps over a network, perhaps for the first time. */
  import: 180,
  /** A step of making an environment: gigabytes may have to come over a slow line. */
  install: 4 * 3600,
} as const;
export type Wait = keyof typeof timeLimits;
