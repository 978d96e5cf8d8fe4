import type { DataType } from './data-type.ts';
import type { Gate } from './gate.ts';
import type { Problem } from './problem.ts';
import type { Scalar } from './scalar.ts';
import type { SubgroupMatrix } from './subgroup-matrix.ts';
import type { Work } from './work.ts';

/** A tensor in device memory: dense, row-major over `shape`. */
export interface TensorSpec {
  name: string;
  shape: readonly number[];
}

/** Element count of a tensor. */
export function elementCount(tensor: TensorSpec): number {
  return tensor.shape.reduce((product, extent) => product * extent, 1);
}

/** What is computed. One folder under `kernels/`, its `operation.ts` the default export. */
export interface Operation<P extends Problem = Problem> {
  /** Folder name and first part of a case id: `gemm`. */
  name: string;
  /** One line for people: `C = A·B`. */
  title: string;
  /**
   * The problem that `text` names, defaults filled in.
   * @throws BenchError naming the key that is unknown, missing or out of range
   */
  parseProblem(text: string): P;
  /** The canonical text of a problem; `parseProblem` inverts it. */
  formatProblem(problem: P): string;
  /** What its throughput counts. */
  work: Work;
  /** Floating-point operations, multiply and add counted apart. */
  flops(problem: P): number;
  /** Bytes that must cross memory at least once: each input read, each output written. */
  bytes(problem: P, dataType: DataType): number;
  tensors(problem: P): { inputs: readonly TensorSpec[]; outputs: readonly TensorSpec[] };
  /**
   * Small problems at which kernels of it go wrong first, in the text of a case id, the most telling
   * first: every variant is tried at them, in milliseconds each on a CPU.
   */
  edgeProblems: readonly string[];
  /**
   * What verifies it, in this order: at least one. Times are taken on the inputs of the last, so those
   * are as wild as data is: what is computed changes power and clocks.
   */
  gates: readonly Gate<P>[];
}

/**
 * A tensor that a CUDA pass reads or writes through the copy engine of Hopper and later GPUs (TMA): its argument is a 128-byte
 * CUtensorMap by value instead of a pointer. Dense, of the stored type, no interleave, zeros beyond the edges. Numbers count
 * elements, the dense dimension first.
 */
export type TensorMap = TileMap | PixelMap;

/** Boxes of a tensor of two or three dimensions. */
interface TileMap {
  extents: readonly number[];
  box: readonly number[];
  swizzleBytes: 128;
}

/**
 * Patches of images (C, W, H, N), by the copy engine's im2col mode: `channels` each of so many `pixels`, which are taken `strides` apart
 * from a box of each image. Its corners lie `lower` off the image's first pixel and `upper` off its last: what filters are wide less
 * than the padding. Pairs are width, then height.
 */
interface PixelMap {
  extents: readonly [number, number, number, number];
  im2col: {
    lower: readonly [number, number];
    upper: readonly [number, number];
    channels: number;
    pixels: number;
    strides: readonly [number, number];
  };
  swizzleBytes: 128;
}

/** What launching a CUDA pass takes beyond grid and block. */
export interface CudaLaunch {
  /** Shared memory given at launch: `cudaFuncSetAttribute` must allow it first. */
  dynamicSharedBytes: number;
  /**
   * Beside that, as many slices of `bytes` as the device gives a block room for, at least two and at
   * `most` so many: the source's constant `STAGES`.
   */
  stages?: { most: number; bytes: number };
  /** By the name of the tensor. */
  tensorMaps: Readonly<Record<string, TensorMap>>;
  /**
   * The kernel's blocks stay and take tiles of the grid until none is left: no more of them are started
   * than the device's multiprocessors hold at a time, each this many.
   */
  residentBlocks?: number;
  /** Blocks of a cluster, along x, as the source's `__cluster_dims__` has it: those that stay are whole clusters. */
  clusterBlocks?: number;
}

/** One dispatch of a kernel: a grid of blocks of threads over the tensors named. */
export interface KernelPass {
  /** What this pass does, when a variant has several: `im2col`. */
  label: string;
  /** Source below `kernels/`, without its extension: `gemm/naive/kernel` is `.wgsl` and `.cu`. */
  source: string;
  /** Workgroups (blocks) along x, y, z. */
  grid: readonly [number, number, number];
  /** Threads of a workgroup along x, y, z. */
  block: readonly [number, number, number];
  /** Tensors in binding (argument) order: inputs, outputs and workspaces by name. */
  tensors: readonly string[];
  /** In argument order, after the tensors. */
  scalars: readonly Scalar[];
  /** Compile-time constants of this pass: `-DBM=128` for CUDA, `const BM = 128;` for WGSL. */
  constants: Readonly<Record<string, number>>;
  cuda?: CudaLaunch;
}

/** How a variant computes one problem. */
export interface KernelPlan {
  passes: readonly KernelPass[];
  /** Instead of passes: what the stack's own library, or its compiler, is asked for. */
  library?: { operation: string; problem: Problem };
  /** Scratch tensors beyond the operation's own. */
  workspaces: readonly TensorSpec[];
  /** What was chosen for the device: it stands among the notes of the outcome. */
  notes?: Readonly<Record<string, string>>;
}

/** What a plan may make of the device that it is for. */
export interface PlannedDevice {
  /** What runs workgroups at a time; of a device that computes on the CPU, its processors. */
  multiprocessors?: number | undefined;
  /** What its subgroups multiply; undefined where it does not tell. */
  subgroupMatrices?: readonly SubgroupMatrix[] | undefined;
}

/** A variant that cannot serve a problem says so: `{ unsupported: 'K must be a multiple of 4' }`. */
export interface Unsupported {
  unsupported: string;
}

/** Languages that kernels are written in; the file extension of a source. */
export const kernelLanguages = ['wgsl', 'cu'] as const;
export type KernelLanguage = (typeof kernelLanguages)[number];

/**
 * Who computes an operation as a whole: the stack's own library, as its callers get it; that library with the fastest
 * of its algorithms, each of them timed; or what the compiler of a framework makes of it (`torch.compile`).
 */
export const callProviders = ['library', 'library-tuned', 'compiled'] as const;
export type CallProvider = (typeof callProviders)[number];

/** What computes a variant: a source in a language, or somebody who computes the whole. */
export type KernelProvider = KernelLanguage | CallProvider;

/** WebGPU features that a WGSL source may need. */
export type KernelFeature = 'subgroups' | 'chromium-experimental-subgroup-matrix';

/**
 * `sm_80`: this compute capability or a later one. `sm_90a`: this one alone. `sm_90a+`: this or a later one, compiled with what
 * only it has (`sm_120a`).
 */
export type CudaArchitecture = 'sm_75' | 'sm_80' | 'sm_90a' | 'sm_90a+';

/** One implementation of an operation on a rung of the ladder. */
export interface KernelVariant<P extends Problem = Problem> {
  /** Second part of a case id: `register-tile`, `register-tile-128x64`. */
  name: string;
  /** Place on the ladder: variants are listed and explained in ascending order. */
  rung: number;
  /** What this rung adds to the one before, in one line. */
  summary: string;
  /**
   * Data types that the sources of each language handle; a language left out has no source.
   * Of a {@link CallProvider}: those that it is asked for.
   */
  dataTypes: Readonly<Partial<Record<KernelProvider, readonly DataType[]>>>;
  /** WebGPU features that the WGSL source needs: `subgroups`. */
  features?: readonly KernelFeature[];
  /** Its tile is made for GPUs: software adapters compile it for seconds and gain nothing. */
  gpuTile?: boolean;
  /** What the CUDA source needs beyond any GPU, in the data types in which it does. */
  cudaArchitecture?: Readonly<Partial<Record<DataType, CudaArchitecture>>>;
  /** @param device undefined where none is known: what CUDA compiles must not depend on it. */
  plan(problem: P, dataType: DataType, device?: PlannedDevice): KernelPlan | Unsupported;
}
