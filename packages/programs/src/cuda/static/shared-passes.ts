/** Passes over the 32 banks of shared memory: those that a kernel needs, and those of the same accesses without a conflict. */
export interface PassCount {
  needed: number;
  fewest: number;
  /** Of the access that conflicts most: `needed` by `fewest`; 0 where there is none. */
  worst: number;
}

/** Of a kernel's first blocks. What the copy engine and `wgmma` reach by themselves is not among it. */
export interface SharedPasses {
  /** Null where only hardware knows which thread loads what: WMMA's tiles of TF32. */
  loads: PassCount | null;
  stores: PassCount;
}
