import type { Suite } from '@stackbench/model';

/** Small enough for a CPU, where the large problems are skipped by prediction; large enough to tell GPUs apart. */
const quick: Suite = {
  name: 'quick',
  title: 'A few sizes of each operation: minutes on a GPU, below 90 seconds on two CPU cores',
  entries: [
    {
      operation: 'gemm',
      dataTypes: ['f32', 'f16'],
      problems: [
        { problem: 'm=256,n=256,k=256' },
        { problem: 'm=512,n=512,k=512' },
        { problem: 'm=1024,n=1024,k=1024' },
        { problem: 'm=4096,n=4096,k=4096' },
      ],
    },
    {
      operation: 'conv2d',
      dataTypes: ['f32', 'f16'],
      problems: [
        { problem: 'n=1,c=64,h=56,w=56,k=64,r=1,s=1', title: 'ResNet-50 1×1' },
        { problem: 'n=1,c=64,h=56,w=56,k=64,r=3,s=3,pad=1', title: 'ResNet-50 3×3' },
        { problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1', title: 'ResNet-50 3×3, batch 32' },
        {
          problem: 'n=32,c=128,h=56,w=56,k=128,r=3,s=3,stride=2,pad=1',
          title: 'ResNet-50 3×3 stride 2, batch 32',
        },
      ],
    },
    {
      operation: 'copy',
      dataTypes: ['f32'],
      problems: [
        { problem: 'n=4194304', title: '16 MiB' },
        { problem: 'n=67108864', title: '256 MiB', hardwareOnly: true },
      ],
    },
  ],
  tunables: { minDeviceMs: 100, maxDeviceMs: 400, caseBudgetMs: 1000 },
};

export default quick;
