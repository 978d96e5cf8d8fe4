import { dataTypeTraits, type Operation } from '@stackbench/model';
import { edgeProblems } from './edge-problems.ts';
import { peaksGate } from './peaks-gate.ts';
import { parseProblem, type SoftmaxProblem, tensors } from './problem.ts';
import { randomGate } from './random-gate.ts';

const softmax: Operation<SoftmaxProblem> = {
  name: 'softmax',
  title: 'y = exp(x) / Σ exp(x), row by row',
  parseProblem,
  formatProblem: ({ rows, columns }) => `rows=${rows},columns=${columns}`,
  // It computes little for what it moves: a kernel is held against the device's bandwidth.
  work: 'bytes',
  // Of each element: a comparison, a subtraction, an exponential, an addition and a division.
  flops: ({ rows, columns }) => 5 * rows * columns,
  bytes: ({ rows, columns }, dataType) => 2 * rows * columns * dataTypeTraits(dataType).bytes,
  tensors,
  edgeProblems,
  gates: [peaksGate, randomGate],
};

export default softmax;
