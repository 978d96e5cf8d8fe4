import { BenchError, type KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { tilePlan, vectorRows } from '../tile.ts';

const workgroup = { BM: 128, BN: 128, BK: 32 };
const warp = { WM: 64, WN: 32 };

/** Warp tiles of a workgroup, and threads enough for subgroups of 32 to take one each. */
const WARPS = (workgroup.BM / warp.WM) * (workgroup.BN / warp.WN);
const THREADS = 32 * WARPS;

/** Rows and columns of a result matrix, and the depth of a product. */
type Shape = readonly [m: number, n: number, k: number];

/**
 * Tensor cores multiply matrices of few shapes, each a configuration that the adapter must list
 * (`subgroupMatrixConfigs`: f16 in, f32 out).
 */
function tensorCore(name: string, summary: string, shape: Shape): KernelVariant<GemmProblem> {
  const [m, n, k] = shape;
  if (warp.WM % m !== 0 || warp.WN % n !== 0 || workgroup.BK % k !== 0) {
    throw new BenchError(`gemm/${name}: ${shape.join(' × ')} does not divide the warp tile`);
  }
  const constants = {
    ...workgroup,
    ...warp,
    MATRIX_M: m,
    MATRIX_N: n,
    MATRIX_K: k,
    DOWN: warp.WM / m,
    ACROSS: warp.WN / n,
    WARPS,
    THREADS,
  };
  return {
    name,
    rung: 8,
    gpuTile: true,
    summary,
    // WMMA's tiles are 16 high and wide, and 8 deep in TF32.
    dataTypes: { wgsl: ['f16'], ...(m === 16 && n === 16 && { cu: ['tf32', 'f16', 'bf16'] }) },
    features: ['subgroups', 'chromium-experimental-subgroup-matrix'],
    subgroupMatrix: `f16→f32 ${shape.join('×')}`,
    // Turing's tensor cores multiply f16; the other types came with Ampere.
    cudaArchitecture: { f16: 'sm_75', tf32: 'sm_80', bf16: 'sm_80' },
    plan: (problem) =>
      tilePlan(problem, workgroup, {
        source: 'gemm/tensor-core/kernel',
        block: [THREADS, 1, 1],
        constants: { ...constants, ...vectorRows(problem) },
      }),
  };
}

export default [
  tensorCore(
    'tensor-core',
    'subgroup matrices of 16 × 16 × 16, f16 in and f32 out (NVIDIA, AMD); never yet run on hardware',
    [16, 16, 16],
  ),
  tensorCore(
    'tensor-core-8x8x8',
    'the same with subgroup matrices of 8 × 8 × 8 (Apple); never yet run on hardware',
    [8, 8, 8],
  ),
  tensorCore(
    'tensor-core-8x16x16',
    'the same with subgroup matrices of 8 × 16 × 16 (Intel Xe2); never yet run on hardware',
    [8, 16, 16],
  ),
  tensorCore(
    'tensor-core-8x8x16',
    'the same with subgroup matrices of 8 × 8 × 16 (Intel Arc A); never yet run on hardware',
    [8, 8, 16],
  ),
];
