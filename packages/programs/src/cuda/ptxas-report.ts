/** What ptxas says of a compiled kernel. */
export interface KernelResources {
  /** Of each thread. */
  registers: number;
  /** Static shared memory of a block. */
  sharedBytes: number;
  /** Local memory of a thread: arrays that are indexed, and spills. */
  stackBytes: number;
  spillStoreBytes: number;
  spillLoadBytes: number;
}

/** The resources of the entry function `entry` in the output of `-Xptxas -v`; null where it is not named. */
export function parsePtxasReport(log: string, entry: string): KernelResources | null {
  const sections = log.split(/Compiling entry function '/).slice(1);
  const section = sections.find((text) => text.startsWith(`${entry}'`));
  if (section === undefined) return null;
  const number = (pattern: RegExp) => Number(pattern.exec(section)?.[1] ?? 0);
  return {
    registers: number(/Used (\d+) registers/),
    sharedBytes: number(/(\d+) bytes smem/),
    stackBytes: number(/(\d+) bytes stack frame/),
    spillStoreBytes: number(/(\d+) bytes spill stores/),
    spillLoadBytes: number(/(\d+) bytes spill loads/),
  };
}
