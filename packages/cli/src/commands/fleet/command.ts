import type { Command } from '../command.ts';

export const fleetCommand: Command = {
  name: 'fleet',
  summary: 'have the shards of a matrix measured by Slurm or Kubernetes, and put them together',
  operands: {
    usage: 'submit MATRIX | status MATRIX | gather MATRIX | yaml MATRIX',
    most: Number.POSITIVE_INFINITY,
    handsOn: true,
  },
  details: [
    "'submit' writes MATRIX.sbatch, a task for each shard that is neither complete nor in the queue, and",
    "hands it to sbatch; what stands behind '--' is for sbatch. Started again, it submits what is missing",
    "by then, in the same way. 'status' joins what the queue tells with how far the files of shards are.",
    "'gather' wants every shard complete, and writes one run file, which all others read as any run. A",
    'node is named that takes another time for the probe than the others, or is another machine.',
    "'yaml' prints an Indexed Job for Kubernetes, which starts the bundle that a volume holds.",
  ],
  options: [
    { name: 'slurm', help: 'submit to Slurm' },
    { name: 'dry-run', help: 'print the script, and submit nothing' },
    { name: 'at-once', value: 'N', help: 'run no more than N shards at the same time' },
    { name: 'bundle', value: 'DIR', help: 'start this unpacked bundle, instead of what runs here' },
    { name: 'results', value: 'DIR', help: 'the folder that holds shards/' },
    { name: 'json', help: 'print the status as one JSON document' },
    { name: 'resubmit', help: 'submit what is missing to be gathered, as the last time' },
    { name: 'image', value: 'IMAGE', help: 'of the container (default: debian:12-slim)' },
    {
      name: 'bundle-volume',
      value: 'VOLUME',
      help: 'a claim, or a path on each node, with an unpacked bundle in it',
    },
    { name: 'data-volume', value: 'VOLUME', help: 'likewise, with the matrix; it gets the shards' },
    {
      name: 'device',
      value: 'NAME',
      help: 'what a pod gets one of (default: nvidia.com/gpu), or none',
    },
    { name: 'queue', value: 'NAME', help: 'of Kueue, which starts the Job' },
  ],
  examples: [
    'pnpm bench fleet submit matrix.json --slurm --at-once 8 -- --gres=gpu:1 --time=2:00:00',
    'pnpm bench fleet status matrix.json',
    'pnpm bench fleet gather matrix.json',
    'pnpm bench fleet yaml matrix.json --bundle-volume bench --data-volume /data | kubectl create -f -',
  ],
  load: async () => (await import('./execute.ts')).executeFleetCommand,
};
