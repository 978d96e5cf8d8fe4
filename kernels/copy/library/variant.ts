import type { KernelVariant } from '@stackbench/model';
import type { CopyProblem } from '../problem.ts';

const library: KernelVariant<CopyProblem> = {
  name: 'library',
  rung: 9,
  summary: "the stack's own copy (the driver's memory copy, torch's copy_)",
  dataTypes: { library: ['f32', 'f16', 'bf16'] },
  plan: (problem) => ({ passes: [], library: { operation: 'copy', problem }, workspaces: [] }),
};

export default [library];
