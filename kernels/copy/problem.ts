import { checkTensors } from '../check-tensors.ts';
import { parseExtents } from '../parse-extents.ts';

/** y[i] = x[i], for each i below n. */
export type CopyProblem = { readonly n: number };

/** More than a tensor may have is refused by name, like that of any operation. */
const largestExtent = 2 ** 32;

/** @throws BenchError naming the key that is unknown, missing or out of range */
export function parseProblem(text: string): CopyProblem {
  const problem = parseExtents('copy', text, ['n'], largestExtent);
  const { inputs, outputs } = tensors(problem);
  checkTensors('copy', text, [...inputs, ...outputs]);
  return problem;
}

/** x and y. */
export function tensors({ n }: CopyProblem) {
  return { inputs: [{ name: 'x', shape: [n] }], outputs: [{ name: 'y', shape: [n] }] };
}
