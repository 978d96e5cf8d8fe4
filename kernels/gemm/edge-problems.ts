/** Where tiled kernels go wrong, and what is hard about it. */
export const edgeProblems: readonly string[] = [
  // Two tiles down, nothing aligned.
  'm=130,n=67,k=259',
  // Aligned rows, but not whole tiles.
  'm=63,n=68,k=20',
  // A single element.
  'm=1,n=1,k=1',
  // One long sum, no aligned rows.
  'm=1,n=1,k=259',
  // Deep enough to be split along K, aligned rows and not.
  'm=5,n=68,k=516',
  'm=67,n=66,k=515',
  // One row.
  'm=1,n=260,k=64',
  // One column.
  'm=130,n=1,k=4',
  // One vector across, fewer rows than a block.
  'm=5,n=4,k=4',
  // Rows of B off the vector boundary.
  'm=3,n=6,k=8',
  // Rows of A off the vector boundary, K shorter than a step.
  'm=6,n=8,k=3',
  // One more than 16, 32, 64.
  'm=17,n=33,k=65',
  // One less and one more than the large tile.
  'm=127,n=129,k=31',
  // Whole tiles.
  'm=128,n=128,k=128',
  // Whole small tiles, partial large ones.
  'm=192,n=320,k=48',
];
