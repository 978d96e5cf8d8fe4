import { BenchError, elementCount, parseFields } from '@stackbench/model';

/** C[M×N] = A[M×K] · B[K×N], all row-major. */
export type GemmProblem = { readonly m: number; readonly n: number; readonly k: number };

const extents = ['m', 'n', 'k'] as const;

const largestExtent = 2 ** 24;

/** Kernels index with 32-bit integers, CUDA's with signed ones. */
const largestTensor = 2 ** 31 - 1;

/** @throws BenchError naming the key that is unknown, missing or out of range */
export function parseProblem(text: string): GemmProblem {
  const fields = parseFields(text);
  for (const key of fields.keys()) {
    if (!(extents as readonly string[]).includes(key)) {
      throw new BenchError(`gemm has no '${key}' (in '${text}')`, {
        fix: "Write a problem such as 'm=512,n=512,k=512'.",
      });
    }
  }
  const [m, n, k] = extents.map((key) => extent(text, key, fields.get(key)));
  const problem: GemmProblem = { m: m!, n: n!, k: k! };
  const { inputs, outputs } = tensors(problem);
  for (const tensor of [...inputs, ...outputs]) {
    if (elementCount(tensor) > largestTensor) {
      throw new BenchError(
        `gemm: ${tensor.name} has ${tensor.shape.join(' × ')} elements, more than ${largestTensor} (in '${text}')`,
      );
    }
  }
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

function extent(text: string, key: string, value: string | undefined): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > largestExtent) {
    throw new BenchError(
      `gemm needs ${key}=<integer from 1 to ${largestExtent}>, not '${value ?? ''}' (in '${text}')`,
      { fix: "Write a problem such as 'm=512,n=512,k=512'." },
    );
  }
  return number;
}
