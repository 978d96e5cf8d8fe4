import { checkTensors } from '../check-tensors.ts';
import { parseExtents } from '../parse-extents.ts';

/** C[M×N] = A[M×K] · B[K×N], all row-major. */
export type GemmProblem = { readonly m: number; readonly n: number; readonly k: number };

/** @throws BenchError naming the key that is unknown, missing or out of range */
export function parseProblem(text: string): GemmProblem {
  const problem = parseExtents('gemm', text, ['m', 'n', 'k']);
  const { inputs, outputs } = tensors(problem);
  checkTensors('gemm', text, [...inputs, ...outputs]);
  return problem;
}

/** A, B and C. */
export function tensors({ m, n, k }: GemmProblem) {
  return {
    inputs: [
      { name: 'a', shape: [m, k] },
      { name: 'b', shape: [k, n] },
    ],
    outputs: [{ name: 'c', shape: [m, n] }],
  };
}
