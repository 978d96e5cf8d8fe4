/** Marks beside a number or a stack; the legend explains each that occurs. */
export const marks = {
  software: '†',
  hostTimed: '‡',
  noisy: '~',
  fewSamples: '?',
  hot: '°',
  beyondPeak: '^',
  someFailed: '!',
  fellBehind: '≪',
  unsupported: '–',
} as const;
