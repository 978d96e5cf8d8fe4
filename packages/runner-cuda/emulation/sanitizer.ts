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

/** What compiler and process need for a sanitizer. */
interface SanitizerSetup {
  flags: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** The first finding ends the worker, so that the case becomes a `crash` with what was found. */
export const sanitizers: Readonly<Record<Sanitizer, SanitizerSetup>> = {
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
};
