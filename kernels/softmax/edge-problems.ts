/** Where kernels that share a row among threads go wrong, and what is hard about it. */
export const edgeProblems: readonly string[] = [
  // Odd rows, longer than a workgroup and not a multiple of it.
  'rows=3,columns=1003',
  // More rows than a workgroup of the naive kernel has threads, each shorter than a workgroup.
  'rows=67,columns=33',
  // A single element, and a single column: each is 1.
  'rows=1,columns=1',
  'rows=5,columns=1',
  // One row, of less than a vector.
  'rows=1,columns=3',
  'rows=5,columns=2',
  // As many columns as threads, one less and one more.
  'rows=2,columns=255',
  'rows=2,columns=256',
  'rows=2,columns=257',
  // Long rows: every thread has many elements. (Mesa's software adapter ends the loops of an invocation
  // after 65535 turns in all; the naive kernel takes three a column.)
  'rows=2,columns=20011',
];
