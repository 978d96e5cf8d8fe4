import { BenchError, InterruptedError } from '@stackbench/model';
import { exitCodes } from './exit-codes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What to do when a run is interrupted. */
export interface InterruptHandlers {
  /** The first time: stop in good order. */
  onFirst(): void;
  /** The second time: just before the process ends at once. */
  onSecond(): void;
}

/** Listens for Ctrl-C and its like until what it returns is called. */
export function handleInterrupts(handlers: InterruptHandlers): () => void {
  let isStopping = false;
  const listener = () => {
    if (isStopping) {
      handlers.onSecond();
      process.exit(exitCodes.interrupted);
    }
    isStopping = true;
    handlers.onFirst();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}

/**
 * Work that the first Ctrl-C ends in good order, so that it takes what it has started along. It is handed what leaves
 * interrupts to somebody else from then on.
 * @throws InterruptedError for what it could not finish because of that
 */
export async function stoppable<T>(
  work: (signal: AbortSignal, leaveInterrupts: () => void) => Promise<T>,
): Promise<T> {
  const interruption = new AbortController();
  const ignoreInterrupts = handleInterrupts({
    onFirst: () => interruption.abort(),
    onSecond: () => {},
  });
  try {
    return await work(interruption.signal, ignoreInterrupts);
  } catch (error) {
    if (!interruption.signal.aborted || !(error instanceof BenchError)) throw error;
    const { message, fix } = error;
    throw new InterruptedError(message, { cause: error, ...(fix === undefined ? {} : { fix }) });
  } finally {
    ignoreInterrupts();
  }
}
