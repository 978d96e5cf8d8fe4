import { Job } from 'kubernetes-models/batch/v1';
import { expect, test } from 'vitest';
import { createIndexedJob } from '../../src/kubernetes/indexed-job.ts';

const options = {
  matrixId: '20261126T115050Z-quick-505b05',
  shards: 12,
  image: 'debian:12-slim',
  bundleVolume: 'stackbench-bundle',
  dataVolume: '/mnt/data',
  matrix: 'matrix.json',
  atOnce: 4,
  device: 'nvidia.com/gpu',
  queue: null,
};

/** @throws where Kubernetes' published schema does not hold */
function validate(job: ReturnType<typeof createIndexedJob>): void {
  new Job(job).validate();
}

test('fits the published schema, which refuses what is no Job', () => {
  const job = createIndexedJob(options);
  expect(() => validate(job)).not.toThrow();
  expect(() =>
    validate(createIndexedJob({ ...options, queue: 'gpu', device: null })),
  ).not.toThrow();
  const broken = { ...job, spec: { ...job.spec!, completions: '12' as unknown as number } };
  expect(() => validate(broken)).toThrow('spec/completions must be integer');
});

test('has a pod a shard, and fails an index alone', () => {
  expect(createIndexedJob(options)).toMatchObject({
    metadata: { name: 'stackbench-20261126t115050z-quick-505b05' },
    spec: {
      completions: 12,
      parallelism: 4,
      completionMode: 'Indexed',
      podFailurePolicy: {
        rules: [
          { action: 'FailIndex', onExitCodes: { values: [2, 70] } },
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] },
        ],
      },
    },
  });
});

test('mounts a claim by its name and a folder of the nodes by its path', () => {
  expect(createIndexedJob(options).spec!.template.spec!.volumes).toEqual([
    { name: 'bundle', persistentVolumeClaim: { claimName: 'stackbench-bundle' } },
    { name: 'data', hostPath: { path: '/mnt/data' } },
    { name: 'scratch', emptyDir: {} },
  ]);
});

test("waits in Kueue's queue, which starts it", () => {
  expect(createIndexedJob({ ...options, queue: 'gpu' })).toMatchObject({
    metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'gpu' } },
    spec: { suspend: true },
  });
});

function containerOf(device: string | null) {
  return createIndexedJob({ ...options, device }).spec!.template.spec!.containers[0]!;
}

test('gives a pod one device, or none', () => {
  expect(containerOf('amd.com/gpu').resources).toEqual({ limits: { 'amd.com/gpu': 1 } });
  expect(containerOf(null).resources).toBeUndefined();
});
