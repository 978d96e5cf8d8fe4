import { BenchError } from '@stackbench/model';

/** One of the two output streams, as the commands see it. */
export interface Output {
  write(text: string): void;
  /** Columns; of a terminal, at this moment. */
  width(): number;
  color: boolean;
  /** Whether what was written can be redrawn. */
  isLive: boolean;
}

export interface Terminal {
  /** The result. */
  out: Output;
  /** Progress, warnings and errors. */
  err: Output;
}

const widthElsewhere = 100;

export type ColorMode = 'auto' | 'always' | 'never';

/** @throws BenchError when `text` is no color mode */
export function parseColorMode(text: string | undefined): ColorMode {
  if (text === undefined) return 'auto';
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new BenchError(`--color cannot be '${text}'`, { fix: 'Give auto, always or never.' });
}

/** The process's own streams. Colour follows `mode`, then NO_COLOR and FORCE_COLOR, then the stream. */
export function createTerminal(mode: ColorMode): Terminal {
  return { out: createOutput(process.stdout, mode), err: createOutput(process.stderr, mode) };
}

function createOutput(stream: NodeJS.WriteStream, mode: ColorMode): Output {
  let isOpen = true;
  // A reader that went away (`| head`) wants no more; that is no failure of the run.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
  });
  const isTerminal = stream.isTTY;
  const isLive = isTerminal && process.env.TERM !== 'dumb';
  return {
    write: (text) => {
      if (isOpen) stream.write(text);
    },
    width: () =>
      isTerminal ? stream.columns || 80 : Number(process.env.COLUMNS) || widthElsewhere,
    color: mode === 'auto' ? wantsColor(isLive) : mode === 'always',
    isLive,
  };
}

function wantsColor(isLive: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0';
  return isLive;
}
