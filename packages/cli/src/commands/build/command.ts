import { timeoutOptions } from '../../arguments/timeouts.ts';
import type { Command } from '../command.ts';

export const buildCommand: Command = {
  name: 'build',
  summary: 'compile the CUDA kernels with every compiler found, run none',
  details: [
    'Compilers are the nvcc of each CUDA Toolkit and the NVRTC of each PyTorch environment.',
    'No GPU is needed. The table shows what each kernel takes: registers a thread, shared memory a',
    'block, bytes spilled a thread; the most of all builds of a variant that the suite calls for.',
    'With --report, passes are those over the banks of shared memory, of loads and of stores, where 1.0',
    'would do; – is none, or nobody knows. A C++ compiler counts them, on the CPU.',
    'Exit codes: 0 done, 2 bad usage, 3 nothing could be built, 4 some builds failed.',
  ],
  options: [
    {
      name: 'arch',
      value: 'LIST',
      help: "architectures, sm_80,sm_90a (default: the GPU's, or else sm_80,sm_90,sm_90a)",
    },
    { name: 'suite', value: 'NAME', help: 'the problems to build for (default: quick)' },
    {
      name: 'case',
      value: 'GLOB',
      repeatable: true,
      help: 'only cases that fit, or of a problem of your own, repeatable',
    },
    {
      name: 'stack',
      value: 'GLOB',
      repeatable: true,
      help: 'only toolkits and environments that fit, repeatable',
    },
    {
      name: 'report',
      help: 'blocks a multiprocessor, bank conflicts, the share of products in the main loop, and of the peak at most',
    },
    { name: 'lineinfo', help: 'have nvcc note lines of the sources, as profilers want it' },
    {
      name: 'keep',
      value: 'DIR',
      help: 'leave sources and binaries of nvcc in DIR, to disassemble',
    },
    ...timeoutOptions('discover', 'build'),
    { name: 'json', help: 'print one JSON document, with every build' },
  ],
  examples: [
    'pnpm bench build',
    "pnpm bench build --arch sm_80,sm_90a --stack 'cuda:13.0*'",
    'pnpm bench build --report --arch sm_80,sm_86,sm_90a',
    "pnpm bench build --case 'gemm/*:m=67,n=64,k=64;f16'",
  ],
  load: async () => (await import('./execute.ts')).executeBuildCommand,
};
