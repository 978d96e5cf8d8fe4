/** Options of {@link BenchError}. */
export interface BenchErrorOptions {
  /** What the reader can do next, as an imperative sentence. */
  fix?: string;
  cause?: unknown;
}

/**
 * Bad usage, bad configuration, or a broken installation: what a person can mend.
 * What goes wrong inside a case is data (see `outcome.ts`), never an exception.
 */
export class BenchError extends Error {
  readonly fix: string | undefined;

  constructor(message: string, options: BenchErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'BenchError';
    this.fix = options.fix;
  }
}

/** Another uses what is wanted: who waits may get it. */
export class BusyError extends BenchError {}

/** Somebody had it end: with what could not be finished. */
export class InterruptedError extends BenchError {}

/** Something that was waited for in vain: where it is a case's, that becomes a `timeout`. */
export class TimeoutError extends BenchError {}
