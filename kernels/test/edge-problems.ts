/** A problem where tiled kernels go wrong, in the text of a case id, and what is hard about it. */
export interface EdgeProblem {
  problem: string;
  why: string;
}

/** Small enough to be verified whole on a software adapter, each within a second. */
export const gemmEdgeProblems: readonly EdgeProblem[] = [
  { problem: 'm=1,n=1,k=1', why: 'a single element' },
  { problem: 'm=1,n=1,k=259', why: 'one long sum, no aligned rows' },
  { problem: 'm=1,n=260,k=64', why: 'one row' },
  { problem: 'm=130,n=1,k=4', why: 'one column' },
  { problem: 'm=5,n=4,k=4', why: 'one vector across, fewer rows than a block' },
  { problem: 'm=3,n=6,k=8', why: 'rows of B off the vector boundary' },
  { problem: 'm=6,n=8,k=3', why: 'rows of A off the vector boundary, K shorter than a step' },
  { problem: 'm=17,n=33,k=65', why: 'one more than 16, 32, 64' },
  { problem: 'm=63,n=68,k=20', why: 'aligned rows, but not whole tiles' },
  { problem: 'm=127,n=129,k=31', why: 'one less and one more than the large tile' },
  { problem: 'm=128,n=128,k=128', why: 'whole tiles' },
  { problem: 'm=130,n=67,k=259', why: 'two tiles down, nothing aligned' },
  { problem: 'm=192,n=320,k=48', why: 'whole small tiles, partial large ones' },
];
