import { expect, test } from 'vitest';
import { readMigInstances } from '../../src/nvidia/mig.ts';

/** As `nvidia-smi -L` prints them: NVIDIA's MIG User Guide; the last by drivers before 470. */
const listing = `GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-e91edf3b)
  MIG 3g.20gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-5d5ba0d6)
GPU 2: A100-SXM4-40GB (UUID: GPU-b8ea3855)
  MIG 3g.20gb Device 0: (UUID: MIG-GPU-b8ea3855/1/0)
`;

test('instances stand below their GPU', () => {
  expect(readMigInstances(listing)).toEqual([
    { gpuUuid: 'GPU-e91edf3b', migUuid: 'MIG-c7384736-a75d-5afc-978f-d2f1294409fd' },
    { gpuUuid: 'GPU-b8ea3855', migUuid: 'MIG-GPU-b8ea3855/1/0' },
  ]);
  expect(readMigInstances('MIG 1g (UUID: MIG-1)\nFailed to initialize NVML')).toEqual([]);
});
