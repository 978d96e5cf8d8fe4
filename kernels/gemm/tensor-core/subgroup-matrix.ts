import type { DataType, SubgroupMatrix } from '@stackbench/model';

/** Types of the elements of a product's operands, and of its sums. */
const types: Partial<Record<DataType, Pick<SubgroupMatrix, 'component' | 'result'>>> = {
  f32: { component: 'f32', result: 'f32' },
  f16: { component: 'f16', result: 'f32' },
  f16acc: { component: 'f16', result: 'f16' },
};

/** What subgroup matrices have to cover: rows and columns of a warp tile, and the depth of a slice. */
export interface Covered {
  WM: number;
  WN: number;
  BK: number;
}

/** Elements of a result matrix that workgroup memory has room for, for each warp tile. */
const mostResults = 16 * 16;

/** Matrices that a product needs, for people: `f16→f32`. */
export function neededTypes(dataType: DataType): string {
  const { component, result } = types[dataType] ?? { component: dataType, result: 'f32' };
  return `${component}→${result}`;
}

/**
 * Of the matrices that a device multiplies, that which does the most at once for a product of `dataType`, and of
 * equals the one with the most results, then with the most rows; undefined where none fits.
 */
export function chooseSubgroupMatrix(
  listed: readonly SubgroupMatrix[],
  dataType: DataType,
  { WM, WN, BK }: Covered,
): SubgroupMatrix | undefined {
  return listed
    .filter(({ component, result }) => `${component}→${result}` === neededTypes(dataType))
    .filter(({ m, n, k }) => WM % m === 0 && WN % n === 0 && BK % k === 0 && m * n <= mostResults)
    .toSorted((a, b) => b.m * b.n * b.k - a.m * a.n * a.k || b.m * b.n - a.m * a.n || b.m - a.m)[0];
}
