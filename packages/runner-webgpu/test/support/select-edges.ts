import { takesAll } from '../../../../kernels/test/support/matrix.ts';

/** A problem where kernels go wrong, and what is compiled for it. */
export interface Edge {
  problem: string;
  shader: string;
}

/** Which edges are taken: those of the shaders at these places, counted from the first edge, and the first with whole tiles. */
export interface Extent {
  shaders: readonly number[];
  wholeToo: boolean;
}

/**
 * Compiling is most of what an edge takes, so some shaders stand for all, with every edge that needs no other. Where there are fewer
 * than a place asks for, it is counted around. `pnpm test:matrix` takes every edge.
 */
export function selectEdges<Own extends Edge>(
  edges: readonly Own[],
  { shaders: places, wholeToo }: Extent,
  isWhole: (problem: string) => boolean,
): readonly Own[] {
  if (takesAll) return edges;
  const all = [...new Set(edges.map(({ shader }) => shader))];
  const taken = new Set(places.map((place) => all[place % all.length]));
  if (wholeToo) taken.add(edges.find(({ problem }) => isWhole(problem))?.shader);
  return edges.filter(({ shader }) => taken.has(shader));
}
