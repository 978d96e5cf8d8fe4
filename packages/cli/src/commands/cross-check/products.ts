import type { Product } from '@stackbench/runner-pytorch';

/** Square products that tell a timer's faults and not a cache's: the larger, the less a launch weighs. */
export function chooseProducts(sizes: readonly number[], isSoftware: boolean): Product[] {
  const usual = isSoftware ? [256, 512] : [4096, 8192];
  const dataTypes = isSoftware ? (['f32'] as const) : (['f32', 'f16'] as const);
  return (sizes.length === 0 ? usual : sizes).flatMap((n) =>
    dataTypes.map((dataType) => ({ m: n, n, k: n, dataType })),
  );
}

export function caseOf({ m, n, k, dataType }: Product): string {
  return `gemm/library:m=${m},n=${n},k=${k};${dataType}`;
}
