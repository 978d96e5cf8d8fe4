import type { Command } from '../command.ts';
import { planningOptions } from './planning-options.ts';

export const runCommand: Command = {
  name: 'run',
  summary: 'measure a suite on every stack found, print the table, write the run file',
  details: [
    'This is the command when none is named. Without --stack it takes the hardware found, or where',
    'there is none what computes on the CPU. Exit codes: 0 done, 2 bad usage, 3 nothing could be',
    'measured, 4 some outcomes failed, 130 interrupted.',
    '',
    'The A/A control is a stack launched once more in each round, to show how much it differs from',
    "itself: 'pnpm bench compare' believes no difference below that. It takes the time of one more",
    'stack, and is left out unless there are several stacks and 3 rounds, or --control asks for it.',
  ],
  options: [
    ...planningOptions,
    { name: 'out', value: 'FILE', help: 'where the run file goes (default: results/runs/)' },
    { name: 'resume', value: 'FILE', help: 'continue a run that was cut off' },
    {
      name: 'plan',
      value: 'MATRIX',
      help: "measure a shard of what 'plan' wrote; or the rest of it",
    },
    { name: 'shard', value: 'I', help: 'which shard, from 0' },
    { name: 'results', value: 'DIR', help: 'with --plan: the folder that holds shards/' },
    { name: 'wait', help: 'wait for another run that uses the device' },
    { name: 'dry-run', help: 'show what would be measured and how' },
    {
      name: 'all',
      help: 'print each variant and reason; with --resume, of a past run',
    },
    { name: 'json', help: 'print the run as one JSON document' },
    { name: 'quiet', short: 'q', help: 'no progress, no advice' },
  ],
  examples: [
    'pnpm bench',
    "pnpm bench --stack 'webgpu:dawn/*' --case 'gemm/*' --rounds 7",
    'pnpm bench --setup torch-2.15-cu132,torch-2.8-cu128 --rounds 7',
    "pnpm bench --case 'gemm/best:m=4096,n=4096,k=4096;f32'",
    "pnpm bench --case 'gemm/*:m=67,n=64,k=64;f16'",
    'pnpm bench run --plan matrix.json --shard 3',
  ],
  load: async () => (await import('./execute.ts')).executeRunCommand,
};
