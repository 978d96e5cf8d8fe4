/**
 * What watches an emulated kernel run.
 *
 * - `none`: nothing, fast.
 * - `address`: AddressSanitizer and UndefinedBehaviorSanitizer: accesses outside of a tensor or an
 *   array, vectors off their boundary, overflow.
 * - `thread`: ThreadSanitizer, each thread of a block a thread of the system: races, even where the
 *   result is right.
 */
export type Sanitizer = 'none' | 'address' | 'thread';

/** Beside sanitizers: `banks`, how a kernel's first blocks reach shared memory. Results are not told then. */
export type Watch = Sanitizer | 'banks';

/** What compiler and process need for it. */
interface WatchSetup {
  /** For what runs beside kernels, too. */
  flags: readonly string[];
  /** For kernels alone, beside these. */
  kernelFlags?: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** The first finding of a sanitizer ends the worker, so that the case becomes a `crash` with what was found. */
export const watches: Readonly<Record<Watch, WatchSetup>> = {
  none: { flags: [], env: {} },
  address: {
    flags: [
      // Names lines in what it finds.
      '-g1',
      '-fsanitize=address,undefined',
      '-fno-sanitize-recover=all',
      // Redzones around the arrays in shared memory, too.
      '-fsanitize-sections=shared_memory',
    ],
    env: { ASAN_OPTIONS: 'detect_leaks=0', UBSAN_OPTIONS: 'print_stacktrace=1' },
  },
  thread: {
    flags: ['-g1', '-fsanitize=thread', '-DEMULATION_THREADS'],
    env: { TSAN_OPTIONS: 'halt_on_error=1' },
  },
  banks: {
    flags: ['-DEMULATION_BANKS'],
    // Calls at each access, which banks.cpp answers, and not the sanitizer's library. Vectors are left in one piece.
    kernelFlags: ['-fsanitize=thread', '-nostdlib', '-fno-tree-sra'],
    env: {},
  },
};
