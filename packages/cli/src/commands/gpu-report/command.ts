import { timeoutOptions } from '../../arguments/timeouts.ts';
import type { Command } from '../command.ts';

export const gpuReportCommand: Command = {
  name: 'gpu-report',
  summary: 'doctor, every CUDA kernel verified, the great suites measured, all of it published',
  details: [
    'One command for a machine with a GPU, for hours. One after the other it runs',
    '  doctor, kept as doctor.txt;',
    '  each CUDA kernel, in each data type, at the problems where kernels go wrong;',
    '  the suites, every hardware stack in turn, in as many rounds as a verdict takes;',
    '  cross-check with the timers of torch and triton, kept as cross-check.txt;',
    '  publish.',
    'All of it goes into one folder. Interrupted, the same command goes on where it was.',
  ],
  options: [
    { name: 'results', value: 'DIR', help: 'the folder that it writes (default: gpu-report)' },
    {
      name: 'stack',
      value: 'GLOB',
      repeatable: true,
      help: 'only these stacks, repeatable (default: all that compute on hardware)',
    },
    {
      name: 'suite',
      value: 'NAME',
      repeatable: true,
      help: 'these suites, repeatable (default: standard, llm and resnet50)',
    },
    { name: 'case', value: 'GLOB', repeatable: true, help: 'only these cases, repeatable' },
    { name: 'rounds', value: 'N', help: 'launches of each stack (default: 7)' },
    ...timeoutOptions('discover', 'start', 'build', 'sample', 'import'),
    { name: 'dry-run', help: 'print the commands that it stands for, and run none' },
  ],
  examples: ['pnpm bench gpu-report', "pnpm bench gpu-report --stack 'cuda:*' --dry-run"],
  load: async () => (await import('./execute.ts')).executeGpuReportCommand,
};
