import { BenchError, type KernelVariant } from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { tilePlan, vectorRows } from '../tile.ts';

const workgroup = { BM: 128, BN: 128, BK: 32 };
const warp = { WM: 64, WN: 32 };

/** Warp tiles of a workgroup, and threads enough for subgroups of 32 to take one each. */
const WARPS = (workgroup.BM / warp.WM) * (workgroup.BN / warp.WN);
const THREADS = 32 * WARPS;

/**
 * Tensor cores multiply matrices of one shape: `extent` × `extent` × `extent`, a configuration that
 * the adapter must list (`subgroupMatrixConfigs`: f16 in, f32 out).
 */
function tensorCore(name: string, summary: string, extent: number): KernelVariant<GemmProblem> {
  const extents = [...Object.values(warp), workgroup.BK];
  if (extents.some((length) => length % extent !== 0)) {
    throw new BenchError(`gemm/${name}: ${extent} does not divide the warp tile`);
  }
  const constants = {
    ...workgroup,
    ...warp,
    S: extent,
    DOWN: warp.WM / extent,
    ACROSS: warp.WN / extent,
    WARPS,
    THREADS,
  };
  return {
    name,
    rung: 7,
    gpuTile: true,
    summary,
    // WMMA's tiles are 16 high and wide, and 8 deep in TF32.
    dataTypes: { wgsl: ['f16'], ...(extent === 16 && { cu: ['tf32', 'f16', 'bf16'] }) },
    features: ['subgroups', 'chromium-experimental-subgroup-matrix'],
    subgroupMatrix: `f16→f32 ${extent}×${extent}×${extent}`,
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
    16,
  ),
  tensorCore(
    'tensor-core-8x8x8',
    'the same with subgroup matrices of 8 × 8 × 8 (Apple); never yet run on hardware',
    8,
  ),
];
