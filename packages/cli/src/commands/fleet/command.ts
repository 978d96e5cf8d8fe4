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
    "MATRIX is the file that 'pnpm bench plan' wrote: a run, cut into shards for many machines. It and the",
    'folder of results lie where all of them see them, by the same path.',
    '',
    "'submit' writes a script beside MATRIX (matrix.sbatch), a task for each shard that is neither complete",
    "nor in the queue, and hands it to Slurm's sbatch, with what stands behind '--'. Started again, it",
    'submits what is missing by then, in the same way.',
    '',
    "'status' tells of each shard whether it is complete, runs, waits or failed, and what to do about it.",
    '',
    "'gather' puts all shards together, once every one is complete, as one run file in runs/, which",
    "'publish' and 'compare' read as any. It names a node that is slower or faster than the others.",
    '',
    "'yaml' prints a Job for Kubernetes, a pod for each shard, which starts the bundle that a volume holds.",
  ],
  options: [
    { name: 'slurm', help: 'submit: to Slurm' },
    { name: 'dry-run', help: 'submit: print the script, and submit nothing' },
    {
      name: 'bundle',
      value: 'DIR',
      help: 'submit: start this unpacked bundle, not what runs here',
    },
    {
      name: 'at-once',
      value: 'N',
      help: 'submit, yaml: no more than N shards at a time (default: as many as Slurm starts; 4 pods)',
    },
    {
      name: 'results',
      value: 'DIR',
      help: 'submit, status, gather: the folder that gets shards/ and runs/ (default: where runs are written)',
    },
    { name: 'json', help: 'status: print it as one JSON document' },
    { name: 'resubmit', help: 'gather: submit what is missing, in the same way as the last time' },
    { name: 'image', value: 'IMAGE', help: 'yaml: of the container (default: debian:12-slim)' },
    {
      name: 'bundle-volume',
      value: 'VOLUME',
      help: 'yaml: a claim, or a path on each node, with an unpacked bundle (default: stackbench-bundle)',
    },
    {
      name: 'data-volume',
      value: 'VOLUME',
      help: 'yaml: likewise, with the matrix; it gets shards/ (default: stackbench-data)',
    },
    {
      name: 'device',
      value: 'NAME',
      help: 'yaml: what a pod gets one of, or none (default: nvidia.com/gpu)',
    },
    { name: 'queue', value: 'NAME', help: 'yaml: of Kueue, which then starts the Job' },
  ],
  examples: [
    'pnpm bench fleet submit matrix.json --slurm --at-once 8 -- --gres=gpu:1 --time=2:00:00',
    'pnpm bench fleet status matrix.json',
    'pnpm bench fleet gather matrix.json',
    'pnpm bench fleet yaml matrix.json --bundle-volume bench --data-volume /data | kubectl create -f -',
  ],
  load: async () => (await import('./execute.ts')).executeFleetCommand,
};
