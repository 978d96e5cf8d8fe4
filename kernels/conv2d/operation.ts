import { type DataType, dataTypeTraits, elementCount, type Operation } from '@stackbench/model';
import { contractionGates } from '../gates/contraction-gates.ts';
import { edgeProblems } from './edge-problems.ts';
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
        outputs: [{ name: 'y', shape: [n, k, p, q] }],
      }
    : {
        inputs: [
          { name: 'x', shape: [n, h, w, c] },
          { name: 'w', shape: [k, r, s, channels] },
        ],
        outputs: [{ name: 'y', shape: [n, p, q, k] }],
      };
}

/** Multiplications with padding are counted like all others, as is the custom everywhere. */
function flops(problem: Conv2dProblem): number {
  const { p, q } = outputExtents(problem);
  return 2 * problem.n * problem.k * p * q * reference.reductionLength(problem);
}

function bytes(problem: Conv2dProblem, dataType: DataType): number {
  const { inputs, outputs } = tensors(problem);
  const elements = [...inputs, ...outputs].reduce((sum, tensor) => sum + elementCount(tensor), 0);
  return elements * dataTypeTraits(dataType).bytes;
}

const conv2d: Operation<Conv2dProblem> = {
  name: 'conv2d',
  title: 'y = x ∗ w, cross-correlation with zero padding',
  parseProblem,
  formatProblem,
  work: 'flops',
  flops,
  bytes,
  tensors,
  edgeProblems,
  gates: contractionGates(tensors, reference),
};

export default conv2d;
