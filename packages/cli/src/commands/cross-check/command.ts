import { timeoutOptions } from '../../arguments/timeouts.ts';
import type { Command } from '../command.ts';

export const crossCheckCommand: Command = {
  name: 'cross-check',
  summary: 'our times of matrix products beside those of torch’s and triton’s own timers',
  details: [
    'In one session and by turns with the timers of others: torch.utils.benchmark, and on a GPU',
    'triton.testing.do_bench, each in the environment of a PyTorch stack. What a CUDA Toolkit’s cuBLAS',
    'takes is held against the first of them. More than 2 % apart, something times another thing.',
  ],
  options: [
    {
      name: 'stack',
      value: 'GLOB',
      repeatable: true,
      help: 'only these, repeatable (default: with a library, of a GPU if any)',
    },
    {
      name: 'size',
      value: 'N',
      repeatable: true,
      help: 'N×N, repeatable (default: 4096, 8192; on the CPU 256, 512)',
    },
    { name: 'rounds', value: 'N', help: 'launches of each stack (default: 3)' },
    ...timeoutOptions('discover', 'start', 'build', 'sample'),
  ],
  examples: [
    'pnpm bench cross-check',
    "pnpm bench cross-check --stack 'pytorch:venv/torch-2.8-cu128' --size 512",
  ],
  load: async () => (await import('./execute.ts')).executeCrossCheckCommand,
};
