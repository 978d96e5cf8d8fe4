/**
 * Matrices that a subgroup multiplies in one instruction, M × K by K × N, as WebGPU adapters list them:
 * types of their elements and of those of the result.
 */
export interface SubgroupMatrix {
  component: string;
  result: string;
  m: number;
  n: number;
  k: number;
}

/** `f16→f32 16×16×16` */
export function formatSubgroupMatrix({ component, result, m, n, k }: SubgroupMatrix): string {
  return `${component}→${result} ${m}×${n}×${k}`;
}

const text = /^(?<component>\w+)→(?<result>\w+) (?<m>\d+)×(?<n>\d+)×(?<k>\d+)$/;

/** What {@link formatSubgroupMatrix} wrote; null for anything else. */
export function parseSubgroupMatrix(written: string): SubgroupMatrix | null {
  const { component, result, m, n, k } = text.exec(written)?.groups ?? {};
  if (component === undefined || result === undefined) return null;
  return { component, result, m: Number(m), n: Number(n), k: Number(k) };
}
