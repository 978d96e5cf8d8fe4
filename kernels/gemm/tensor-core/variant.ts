import {
  type DataType,
  formatSubgroupMatrix,
  type KernelVariant,
  type SubgroupMatrix,
} from '@stackbench/model';
import type { GemmProblem } from '../problem.ts';
import { tilePlan, vectorRows } from '../tile.ts';
import { chooseSubgroupMatrix, neededTypes } from './subgroup-matrix.ts';

const workgroup = { BM: 128, BN: 128 };
const warp = { WM: 64, WN: 32 };

/** Warp tiles of a workgroup, and threads enough for subgroups of 32 to take one each. */
const WARPS = (workgroup.BM / warp.WM) * (workgroup.BN / warp.WN);
const THREADS = 32 * WARPS;

/** Depth of a slice. Two of f32 of 32 would not leave results room in 32 KiB, which most adapters give a workgroup. */
const depthOf = (dataType: DataType) => (dataType === 'f32' ? 16 : 32);

/** WMMA's tiles are 16 high and wide, and 8 deep in TF32, which its source knows. */
const wmma = { m: 16, n: 16, k: 16 };

function planWith(
  problem: GemmProblem,
  dataType: DataType,
  { m, n, k }: Pick<SubgroupMatrix, 'm' | 'n' | 'k'>,
) {
  return tilePlan(problem, workgroup, {
    source: 'gemm/tensor-core/kernel',
    block: [THREADS, 1, 1],
    constants: {
      ...workgroup,
      BK: depthOf(dataType),
      ...warp,
      MATRIX_M: m,
      MATRIX_N: n,
      MATRIX_K: k,
      DOWN: warp.WM / m,
      ACROSS: warp.WN / n,
      WARPS,
      THREADS,
      F16_SUMS: Number(dataType === 'f16acc'),
      ...vectorRows(problem),
    },
  });
}

const tensorCore: KernelVariant<GemmProblem> = {
  name: 'tensor-core',
  rung: 8,
  gpuTile: true,
  summary:
    'matrices multiplied in hardware: WMMA, or of the largest shape that a WebGPU adapter lists for its subgroups',
  dataTypes: { wgsl: ['f32', 'f16', 'f16acc'], cu: ['tf32', 'f16', 'bf16'] },
  features: ['subgroups', 'chromium-experimental-subgroup-matrix'],
  // Turing's tensor cores multiply f16; the other types came with Ampere.
  cudaArchitecture: { f16: 'sm_75', tf32: 'sm_80', bf16: 'sm_80' },
  plan: (problem, dataType, device) => {
    const listed = device?.subgroupMatrices;
    if (listed === undefined) return planWith(problem, dataType, wmma);
    const BK = depthOf(dataType);
    const matrix = chooseSubgroupMatrix(listed, dataType, { ...warp, BK });
    if (matrix === undefined) {
      return {
        unsupported: `the adapter lists no subgroup matrices of ${neededTypes(dataType)} that divide ${warp.WM}×${warp.WN}×${BK}`,
      };
    }
    const plan = planWith(problem, dataType, matrix);
    return { ...plan, notes: { subgroupMatrix: formatSubgroupMatrix(matrix) } };
  },
};

export default [tensorCore];
