import type { Suite } from '@stackbench/model';

/**
 * m, n, k as Baidu's DeepBench lists them, column-major. A column-major C = A·B is the row-major
 * Cᵀ = Bᵀ·Aᵀ on the same memory: m and n change places.
 */
const gemms = [
  [1760, 128, 1760],
  [2560, 64, 2560],
  [4096, 16, 4096],
  [1760, 7000, 1760],
  [4096, 7000, 4096],
  [5124, 9124, 2560],
  [35, 8457, 2560],
  [1024, 700, 512],
  [5124, 700, 2048],
  [7680, 4, 2560],
  [3072, 1, 1024],
  [512, 8, 500000],
] as const;

/** w, h, c, n, k, s, r, pad_w, pad_h, stride_w, stride_h as DeepBench lists them (NCHW). */
const convolutions = [
  [700, 161, 1, 4, 32, 20, 5, 0, 0, 2, 2],
  [341, 79, 32, 4, 32, 10, 5, 0, 0, 2, 2],
  [480, 48, 1, 16, 16, 3, 3, 1, 1, 1, 1],
  [54, 54, 64, 8, 64, 3, 3, 1, 1, 1, 1],
  [112, 112, 64, 8, 128, 3, 3, 1, 1, 1, 1],
  [7, 7, 512, 8, 512, 3, 3, 1, 1, 1, 1],
  [224, 224, 3, 16, 64, 7, 7, 3, 3, 2, 2],
  [28, 28, 192, 16, 32, 5, 5, 2, 2, 1, 1],
  [14, 14, 256, 8, 1024, 1, 1, 0, 0, 1, 1],
  [350, 80, 64, 16, 128, 5, 5, 1, 1, 2, 2],
] as const;

/** The problems whose operands are not transposed: the kernels here take A and B row-major. */
const deepbench: Suite = {
  name: 'deepbench',
  title: "Baidu's DeepBench: GEMMs without transposed operands, and convolutions",
  entries: [
    {
      operation: 'gemm',
      dataTypes: ['f32', 'tf32', 'f16', 'bf16'],
      problems: gemms.map(([m, n, k]) => ({
        problem: `m=${n},n=${m},k=${k}`,
        title: `DeepBench ${m}×${n}×${k}`,
      })),
    },
    {
      operation: 'conv2d',
      dataTypes: ['f32', 'tf32', 'f16', 'bf16'],
      problems: convolutions.map(([w, h, c, n, k, s, r, padW, padH, strideW, strideH]) => ({
        problem: `n=${n},c=${c},h=${h},w=${w},k=${k},r=${r},s=${s},stride=${strideH}x${strideW},pad=${padH}x${padW},layout=nchw`,
        title: `DeepBench ${w}×${h} ${c}→${k} ${s}×${r}`,
      })),
    },
  ],
};

export default deepbench;
