/** Where kernels that move several elements at a time go wrong, and what is hard about it. */
export const edgeProblems: readonly string[] = [
  // Several workgroups, the last of them hardly used, and a last vector of three elements.
  'n=12291',
  // A vector, one element less, one more, and a single element.
  'n=4',
  'n=3',
  'n=5',
  'n=1',
  // The elements of a workgroup, one less and one more.
  'n=4096',
  'n=4095',
  'n=4097',
];
