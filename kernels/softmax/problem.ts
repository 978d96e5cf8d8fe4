import { checkTensors } from '../check-tensors.ts';
import { parseExtents } from '../parse-extents.ts';

/** y[i, j] = exp(x[i, j]) / Σₖ exp(x[i, k]): each row by itself, row-major. */
export type SoftmaxProblem = { readonly rows: number; readonly columns: number };

/** @throws BenchError naming the key that is unknown, missing or out of range */
export function parseProblem(text: string): SoftmaxProblem {
  const problem = parseExtents('softmax', text, ['rows', 'columns']);
  const { inputs, outputs } = tensors(problem);
  checkTensors('softmax', text, [...inputs, ...outputs]);
  return problem;
}

/** x and y. */
export function tensors({ rows, columns }: SoftmaxProblem) {
  const shape = [rows, columns];
  return { inputs: [{ name: 'x', shape }], outputs: [{ name: 'y', shape }] };
}
