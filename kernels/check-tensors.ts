import { BenchError, elementCount, type TensorSpec } from '@stackbench/model';

/** Kernels index with 32-bit integers, CUDA's with signed ones. */
const largestTensor = 2 ** 31 - 1;

/** @throws BenchError naming the tensor that no kernel can index */
export function checkTensors(
  operation: string,
  text: string,
  tensors: readonly TensorSpec[],
): void {
  const large = tensors.find((tensor) => elementCount(tensor) > largestTensor);
  if (large === undefined) return;
  throw new BenchError(
    `${operation}: ${large.name} has ${large.shape.join(' × ')} elements, more than ${largestTensor} (in '${text}')`,
  );
}
