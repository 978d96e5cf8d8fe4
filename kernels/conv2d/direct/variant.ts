import type { KernelVariant } from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import { shapeScalars } from '../geometry.ts';
import { type Conv2dProblem, outputExtents } from '../problem.ts';

const THREADS = 256;

const direct: KernelVariant<Conv2dProblem> = {
  name: 'direct',
  rung: 1,
  summary: 'one thread an output element, straight from the formula',
  dataTypes: { wgsl: ['f32', 'f16'], cu: ['f32', 'f16', 'bf16'] },
  plan: (problem) => {
    const { p, q } = outputExtents(problem);
    return {
      passes: [
        {
          label: 'conv2d',
          source: 'conv2d/direct/kernel',
          grid: flatGrid(Math.ceil((problem.n * problem.k * p * q) / THREADS)),
          block: [THREADS, 1, 1],
          tensors: ['x', 'w', 'y'],
          scalars: shapeScalars(problem),
          constants: { THREADS, NCHW: problem.layout === 'nchw' ? 1 : 0 },
        },
      ],
      workspaces: [],
    };
  },
};

export default [direct];
