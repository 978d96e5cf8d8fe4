import type { IJob } from 'kubernetes-models/batch/v1';
import { stringify } from 'yaml';
import { renderShardLines } from '../shard/shell-lines.ts';

/** A place outside the container: a claim by its name, or a folder of every node by its absolute path. */
type VolumeName = string;

export interface IndexedJobOptions {
  matrixId: string;
  shards: number;
  /** Anything with a shell and a recent glibc: the bundle brings the rest. */
  image: string;
  /** Holds the unpacked bundle; mounted read-only. */
  bundleVolume: VolumeName;
  /** Holds the matrix, and gets the run files. */
  dataVolume: VolumeName;
  /** The matrix, relative to the data volume. */
  matrix: string;
  /** How many may run at the same time. */
  atOnce: number;
  /** What a pod is given one of; null for none. */
  device: string | null;
  /** Kueue's queue to wait in; null where there is none. */
  queue: string | null;
}

const bundleFolder = '/bundle';
const dataFolder = '/data';
const scratchFolder = '/scratch';
/** A user without a name, as clusters that forbid root want one. */
const user = 1000;
/** Of a host, less the index behind it. */
const longestName = 57;
/** How often a shard is started again before it counts as failed. */
const restarts = 3;

/**
 * A Job of Kubernetes: a pod a shard. Wrong usage and bugs fail a shard at once, an evicted pod costs none of its
 * restarts, and one shard that fails leaves the others alone.
 */
export function createIndexedJob(options: IndexedJobOptions): IJob {
  const { matrixId, shards, image, matrix, atOnce, device, queue } = options;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: nameJob(matrixId),
      ...(queue === null ? {} : { labels: { 'kueue.x-k8s.io/queue-name': queue } }),
    },
    spec: {
      ...(queue === null ? {} : { suspend: true }),
      completions: shards,
      parallelism: Math.min(atOnce, shards),
      completionMode: 'Indexed',
      backoffLimitPerIndex: restarts,
      podFailurePolicy: {
        rules: [
          // Wrong usage, and bugs in stackbench: another start would end in the same way.
          {
            action: 'FailIndex',
            onExitCodes: { containerName: 'bench', operator: 'In', values: [2, 70] },
          },
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ],
      },
      template: {
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 60,
          securityContext: { runAsNonRoot: true, runAsUser: user, fsGroup: user },
          containers: [
            {
              name: 'bench',
              image,
              command: ['/bin/sh', '-c', renderPodScript(matrix)],
              workingDir: dataFolder,
              env: [
                { name: 'STACKBENCH_CACHE', value: scratchFolder },
                // What tells one node's shards from another's.
                {
                  name: 'STACKBENCH_NODE',
                  valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
                },
              ],
              volumeMounts: [
                { name: 'bundle', mountPath: bundleFolder, readOnly: true },
                { name: 'data', mountPath: dataFolder },
                { name: 'scratch', mountPath: scratchFolder },
              ],
              ...(device === null ? {} : { resources: { limits: { [device]: 1 } } }),
            },
          ],
          volumes: [
            { name: 'bundle', ...volumeSource(options.bundleVolume) },
            { name: 'data', ...volumeSource(options.dataVolume) },
            { name: 'scratch', emptyDir: {} },
          ],
        },
      },
    },
  };
}

/** The Job as kubectl reads it. */
export function renderIndexedJob(options: IndexedJobOptions): string {
  const { bundleVolume, dataVolume, matrix } = options;
  const words = [
    'Written by `bench fleet yaml`: a pod measures a shard of the matrix, on one device.',
    `${bundleVolume} has to hold an unpacked bundle, and ${dataVolume} the file ${matrix}; it gets shards/.`,
    'Start it: kubectl create -f this file.',
  ];
  return `${words.map((line) => `# ${line}\n`).join('')}${stringify(createIndexedJob(options), { lineWidth: 0 })}`;
}

/** Pods are called after it, as hosts are: lower case, and no dots. */
function nameJob(matrixId: string): string {
  return `stackbench-${matrixId.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
    .slice(0, longestName)
    .replace(/-$/, '');
}

/** That some outcomes failed is data: the shard is complete. */
function renderPodScript(matrix: string): string {
  const program = [`${bundleFolder}/bench`];
  const command = { program, matrix: `${dataFolder}/${matrix}`, results: dataFolder };
  return `${[
    ...renderShardLines(command, '"$JOB_COMPLETION_INDEX"'),
    '[ "$code" = 4 ] && exit 0',
    'exit "$code"',
  ].join('\n')}\n`;
}

function volumeSource(name: VolumeName) {
  return name.startsWith('/')
    ? { hostPath: { path: name } }
    : { persistentVolumeClaim: { claimName: name } };
}
