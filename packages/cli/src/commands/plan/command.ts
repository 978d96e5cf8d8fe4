import type { Command } from '../command.ts';
import { planningOptions } from '../run/planning-options.ts';

export const planCommand: Command = {
  name: 'plan',
  summary: 'share a run out over many machines: cut it into shards, and write them as a matrix',
  details: [
    'Looks for stacks as a run does, so plan on a machine that is like those which will measure. A shard',
    'has whole problems with all variants, stacks and rounds: what is compared is measured on one node.',
    "Measure each with 'run --plan MATRIX --shard I', and put them together with 'fleet gather MATRIX'.",
  ],
  options: [
    ...planningOptions,
    {
      name: 'shards',
      value: 'N',
      help: 'how many (default: auto, as many as take half an hour each)',
    },
    { name: 'out', value: 'FILE', help: 'where the matrix goes (default: matrix.json)' },
    { name: 'wait', help: 'wait for another run that uses the device' },
    { name: 'quiet', short: 'q', help: 'no progress' },
  ],
  examples: [
    'pnpm bench plan --suite standard --rounds 7 --shards 12',
    'pnpm bench run --plan matrix.json --shard 0',
    'pnpm bench fleet gather matrix.json',
  ],
  load: async () => (await import('./execute.ts')).executePlanCommand,
};
