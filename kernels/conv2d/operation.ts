import { type DataType, dataTypeTraits, elementCount, type Operation } from '@stackbench/model';
import { type Conv2dProblem, formatProblem, outputExtents, parseProblem } from './problem.ts';
import { reference } from './reference.ts';

function tensors(problem: Conv2dProblem) {
  const { n, c, h, w, k, r, s, groups, layout } = problem;
  const { p, q } = outputExtents(problem);
  const channels = c / groups;
  return layout === 'nchw'
    ? {
        inputs: [
          { name: 'x', shape: [n, c, h, w] },
          { name: 'w', shape: [k, channels, r, s] },
        ],
        output: { name: 'y', shape: [n, k, p, q] },
      }
    : {
        inputs: [
          { name: 'x', shape: [n, h, w, c] },
          { name: 'w', shape: [k, r, s, channels] },
        ],
        output: { name: 'y', shape: [n, p, q, k] },
      };
}

function reductionLength({ c, r, s, groups }: Conv2dProblem): number {
  return (c / groups) * r * s;
}

/** Multiplications with padding are counted like all others, as is the custom everywhere. */
function flops(problem: Conv2dProblem): number {
  const { p, q } = outputExtents(problem);
  return 2 * problem.n * problem.k * p * q * reductionLength(problem);
}

function bytes(problem: Conv2dProblem, dataType: DataType): number {
  const { inputs, output } = tensors(problem);
  const elements = [...inputs, output].reduce((sum, tensor) => sum + elementCount(tensor), 0);
  return elements * dataTypeTraits(dataType).bytes;
}

const conv2d: Operation<Conv2dProblem> = {
  name: 'conv2d',
  title: 'y = x ∗ w, cross-correlation with zero padding',
  parseProblem,
  formatProblem,
  flops,
  bytes,
  tensors,
  reductionLength,
  checksumAxis: (problem) => {
    const { p, q } = outputExtents(problem);
    return { length: problem.k, inner: problem.layout === 'nchw' ? p * q : 1 };
  },
  reference,
  // An output element is a sum of C·R·S products as in a matrix product, so the limits are the
  // same. Simulated honest errors stay 4× below: f32 2.3e-6 up to 16384 products, TF32 2.9e-4,
  // bf16 out 1.7e-3; one dropped product of 16384 shows as 7.9e-3.
  tolerances: {
    f32: { relativeFrobenius: 1e-5, scaledMaximum: 2e-6 },
    tf32: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
    f16: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
    bf16: { relativeFrobenius: 4e-3, scaledMaximum: 4e-3 },
  },
};

export default conv2d;
