import type { Command } from '../command.ts';

export const kernelCommand: Command = {
  name: 'kernel',
  summary: 'begin a kernel variant of your own, from one that compiles and is right',
  operands: { usage: 'new OPERATION VARIANT', most: 3 },
  details: [
    'Writes the folder kernels/OPERATION/VARIANT with a copy of the first rung of the ladder. The folder',
    'is found on disk: it is listed, measured and tested like any other. docs/adding.md tells the rest.',
  ],
  options: [],
  examples: [
    'pnpm bench kernel new gemm my-variant',
    "pnpm bench --case 'gemm/my-variant:m=67,n=64,k=65;f32'",
    "pnpm bench --stack cuda:emulated --case 'gemm/my-variant:m=67,n=64,k=65;f32'",
  ],
  load: async () => (await import('./execute.ts')).executeKernelCommand,
};
