import type { Suite } from '@stackbench/model';

const square = (size: number) => ({ problem: `m=${size},n=${size},k=${size}` });

const standard: Suite = {
  name: 'standard',
  title:
    'Square and odd GEMMs up to 8192, the kinds of convolution there are, row softmax and copies',
  entries: [
    {
      operation: 'gemm',
      dataTypes: ['f32', 'tf32', 'f16', 'f16acc', 'bf16'],
      problems: [
        ...[256, 512, 1024, 2048, 4096, 8192].map(square),
        { problem: 'm=1000,n=1001,k=1003', title: 'odd sizes' },
        { problem: 'm=64,n=64,k=16384', title: 'deep' },
        { problem: 'm=16384,n=64,k=64', title: 'tall' },
      ],
    },
    {
      operation: 'conv2d',
      dataTypes: ['f32', 'tf32', 'f16', 'bf16'],
      problems: [
        { problem: 'n=32,c=3,h=224,w=224,k=64,r=7,s=7,stride=2,pad=3', title: '7×7, 3 channels' },
        { problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1', title: '3×3' },
        {
          problem: 'n=32,c=64,h=56,w=56,k=64,r=3,s=3,pad=1,layout=nchw',
          title: '3×3, NCHW',
        },
        { problem: 'n=32,c=256,h=56,w=56,k=64,r=1,s=1', title: '1×1' },
        { problem: 'n=32,c=128,h=56,w=56,k=128,r=3,s=3,stride=2,pad=1', title: '3×3, stride 2' },
        { problem: 'n=32,c=512,h=7,w=7,k=512,r=3,s=3,pad=1', title: '3×3, small and deep' },
        { problem: 'n=8,c=64,h=56,w=56,k=64,r=3,s=3,pad=2,dilation=2', title: '3×3, dilated' },
        { problem: 'n=8,c=128,h=56,w=56,k=128,r=3,s=3,pad=1,groups=32', title: '3×3, 32 groups' },
        { problem: 'n=8,c=96,h=56,w=56,k=96,r=3,s=3,pad=1,groups=96', title: '3×3, depthwise' },
      ],
    },
    {
      operation: 'softmax',
      dataTypes: ['f32', 'f16', 'bf16'],
      problems: [
        { problem: 'rows=4096,columns=4096', title: 'square' },
        { problem: 'rows=65536,columns=256', title: 'short rows' },
        {
          problem: 'rows=49152,columns=1024',
          title: 'attention scores of 12 heads and 4096 tokens',
        },
        { problem: 'rows=128,columns=128256', title: 'the vocabulary of Llama 3' },
        { problem: 'rows=1000,columns=1003', title: 'odd sizes' },
      ],
    },
    {
      operation: 'copy',
      dataTypes: ['f32', 'f16', 'bf16'],
      problems: [
        { problem: 'n=4194304', title: '4 Mi elements' },
        { problem: 'n=67108864', title: '64 Mi elements' },
      ],
    },
  ],
};

export default standard;
