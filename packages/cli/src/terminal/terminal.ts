import type { Writable } from 'node:stream';
import { installation } from '@stackbench/installation';
import { BenchError } from '@stackbench/model';
import { nameCommand } from './name-command.ts';
import { sayCommand } from './say-command.ts';

/** Where a command writes: a process, or what takes its place. */
export interface Streams {
  stdout: Stream;
  stderr: Stream;
}

/** The columns are those of a terminal. */
type Stream = Writable & { isTTY?: boolean; columns?: number };

/** How this process was started, in words that can be typed again. */
const command = installation.kind === 'checkout' ? nameCommand(process.env) : installation.command;

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
  /** Progress, warnings and errors. A note that cannot be written is lost, and ends nothing. */
  err: Output;
  /**
   * Waits until the result is written.
   * @throws BenchError when it cannot be; a reader that went away is no failure
   */
  settle(): Promise<void>;
}

const widthElsewhere = 100;

export type ColorMode = 'auto' | 'always' | 'never';

/** @throws BenchError when `text` is no color mode */
export function parseColorMode(text: string | undefined): ColorMode {
  if (text === undefined) return 'auto';
  if (text === 'auto' || text === 'always' || text === 'never') return text;
  throw new BenchError(`--color cannot be '${text}'`, { fix: 'Give auto, always or never.' });
}

/** Colour follows `mode`, then NO_COLOR and FORCE_COLOR, then the stream. */
export function createTerminal(streams: Streams, mode: ColorMode): Terminal {
  const out = openChannel(streams.stdout);
  return {
    out: createOutput(out, mode),
    err: createOutput(openChannel(streams.stderr), mode),
    settle: async () => {
      await new Promise<void>((done) => out.stream.write('', () => done()));
      // A reader that went away (`| head`) wants no more; that is no failure of the run.
      if (out.failure === null || out.failure.code === 'EPIPE') return;
      throw new BenchError(`The result cannot be written: ${out.failure.message}`, {
        cause: out.failure,
        fix: 'Make room, or send it elsewhere; what was measured is in the run file.',
      });
    },
  };
}

interface Channel {
  stream: Stream;
  /** Why nothing more can be written. */
  failure: NodeJS.ErrnoException | null;
}

function openChannel(stream: Stream): Channel {
  const channel: Channel = { stream, failure: null };
  stream.on('error', (error: NodeJS.ErrnoException) => (channel.failure ??= error));
  return channel;
}

function createOutput(channel: Channel, mode: ColorMode): Output {
  const { stream } = channel;
  const isTerminal = stream.isTTY === true;
  const isLive = isTerminal && process.env.TERM !== 'dumb';
  return {
    write: (text) => {
      if (channel.failure === null) stream.write(sayCommand(text, command));
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
