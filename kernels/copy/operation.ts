import { dataTypeTraits, type Operation } from '@stackbench/model';
import { edgeProblems } from './edge-problems.ts';
import { exactGate } from './exact-gate.ts';
import { type CopyProblem, parseProblem, tensors } from './problem.ts';

/** Shows the bandwidth that other work is held against: the roof of what is bound by memory. */
const copy: Operation<CopyProblem> = {
  name: 'copy',
  title: 'y = x: the bandwidth of memory',
  parseProblem,
  formatProblem: ({ n }) => `n=${n}`,
  work: 'bytes',
  flops: () => 0,
  // Each read and each written one, as the Copy of STREAM counts them (McCalpin, "Memory Bandwidth and
  // Machine Balance in Current High Performance Computers", 1995).
  bytes: ({ n }, dataType) => 2 * n * dataTypeTraits(dataType).bytes,
  tensors,
  edgeProblems,
  gates: [exactGate],
};

export default copy;
