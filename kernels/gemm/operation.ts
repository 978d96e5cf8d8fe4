import { type DataType, dataTypeTraits, type Operation } from '@stackbench/model';
import { contractionGates } from '../gates/contraction-gates.ts';
import { edgeProblems } from './edge-problems.ts';
import { type GemmProblem, parseProblem, tensors } from './problem.ts';
import { reference } from './reference.ts';

const gemm: Operation<GemmProblem> = {
  name: 'gemm',
  title: 'C = A·B, row-major',
  parseProblem,
  formatProblem: ({ m, n, k }) => `m=${m},n=${n},k=${k}`,
  work: 'flops',
  flops: ({ m, n, k }) => 2 * m * n * k,
  bytes: ({ m, n, k }, dataType: DataType) =>
    (m * k + k * n + m * n) * dataTypeTraits(dataType).bytes,
  tensors,
  edgeProblems,
  gates: contractionGates(tensors, reference),
};

export default gemm;
