/** What a fake kernel does, written as its source text. Times are simulated unless `busy`. */
export interface FakeKernel {
  /** Device time of one repetition: flops / flopsPerNs, 1 by default. */
  flopsPerNs?: number;
  /** Really spends the time, on the processor. */
  busy?: boolean;
  /** How the computed output is wrong. */
  wrong?: 'drop-k' | 'unwritten-edge' | 'odd-edge' | 'all-nan' | 'one-element' | 'integers-only';
  /** What goes wrong only later, when an output is there already. */
  later?: 'skips' | 'adds' | 'forgets-an-element';
  /** Bytes that it writes behind its output. */
  overrunBytes?: number;
  /** How the device's clock is wrong. */
  clock?:
    | 'still'
    | 'backwards'
    | 'every-other-still'
    | 'begins-at-zero'
    | 'raw-ticks'
    | 'ten-times'
    | 'wrapped'
    | 'absurd';
  /** Every so many samples its process is stopped for 20 s. */
  stopsEvery?: number;
  /** Relative deviations of successive samples, over and over. */
  noise?: number[];
  /** What a launch adds to the device's time where the device is not held back for it. */
  launchNs?: number;
  /** How the worker fails, and when. */
  fault?: {
    at: 'describe' | 'prepare' | 'fill' | 'sample' | 'read' | 'release';
    kind:
      | 'crash'
      | 'killed'
      | 'hang'
      | 'garbage'
      | 'closes-replies'
      | 'partial-line'
      | 'flood'
      | 'orphan'
      | 'unsolicited'
      | 'wrong-shape'
      | 'not-a-number'
      | 'compile-error'
      | 'out-of-memory'
      | 'device-lost'
      | 'short-output'
      | 'deep'
      | 'long-message'
      | 'disk-full';
  };
}
