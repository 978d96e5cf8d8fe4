import { parseArgs } from 'node:util';

/** What a worker's command line says. */
export interface WorkerOptions {
  /** The adapter that must come, by its label. */
  expectedAdapter: string | null;
  powerPreference: GPUPowerPreference;
  /** The browser to start; the Chromium worker alone has one. */
  browser: string | null;
  /** Pin the browser's own software adapter. */
  software: boolean;
}

export function parseWorkerOptions(args: readonly string[]): WorkerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      expect: { type: 'string' },
      'low-power': { type: 'boolean', default: false },
      browser: { type: 'string' },
      software: { type: 'boolean', default: false },
    },
  });
  return {
    expectedAdapter: values.expect ?? null,
    powerPreference: values['low-power'] ? 'low-power' : 'high-performance',
    browser: values.browser ?? null,
    software: values.software,
  };
}

/** The arguments that {@link parseWorkerOptions} reads back. */
export function formatWorkerOptions(options: Partial<WorkerOptions>): string[] {
  return [
    ...(options.expectedAdapter == null ? [] : [`--expect=${options.expectedAdapter}`]),
    ...(options.powerPreference === 'low-power' ? ['--low-power'] : []),
    ...(options.browser == null ? [] : [`--browser=${options.browser}`]),
    ...(options.software === true ? ['--software'] : []),
  ];
}
