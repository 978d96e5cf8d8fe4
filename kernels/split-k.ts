import {
  type DataType,
  dataTypeTraits,
  i32,
  type KernelPass,
  type KernelPlan,
  type PlannedDevice,
} from '@stackbench/model';
import { flatGrid, largestGridExtent } from './flat-grid.ts';

/** A product: its output is cut into tiles, each of which is a sum over `depth` products. */
export interface SplitWork {
  tiles: number;
  depth: number;
  /** Of the output. */
  elements: number;
  dataType: DataType;
}

/** How a kernel cuts the depth of a product, and what of it runs at a time. */
export interface SplitShape {
  /** Products of a slice. */
  BK: number;
  /** Blocks that a multiprocessor holds at a time. */
  BLOCKS: number;
}

/** Where no device is known: as of a usual one. */
const usualMultiprocessors = 100;

/** Products that are worth a block of their own: fewer are done sooner than their sums are added up. */
const leastSpan = 256;

/** Products that each part has, the last one perhaps fewer: whole slices. All of them where they are not split. */
function spanOf(
  { tiles, depth }: SplitWork,
  { BK, BLOCKS }: SplitShape,
  device: PlannedDevice | undefined,
): number {
  const atOnce = (device?.multiprocessors ?? usualMultiprocessors) * BLOCKS;
  const parts = Math.min(
    Math.floor(atOnce / tiles),
    Math.floor(depth / leastSpan),
    largestGridExtent,
  );
  return Math.ceil(depth / Math.max(1, parts) / BK) * BK;
}

/**
 * The plan of a kernel that can split its sums. `pass` is all of it where it does not, and has its output last. Where there are
 * too few tiles to keep the device busy, and sums are deep, blocks of layer z of the grid add up products from z · span on:
 * the last of the kernel's scalars. Their sums, f32 whatever the data type, go to a workspace, one output after another, and
 * a second pass adds these up. Kernels whose blocks stay for several tiles say how many there are of them: `gridOf`.
 */
export function splitPlan(
  pass: KernelPass,
  work: SplitWork,
  shape: SplitShape,
  device: PlannedDevice | undefined,
  gridOf: (parts: number) => KernelPass['grid'] = (parts) => [pass.grid[0], pass.grid[1], parts],
): KernelPlan {
  const span = spanOf(work, shape, device);
  const parts = Math.ceil(work.depth / span);
  const whole = {
    ...pass,
    grid: gridOf(parts),
    scalars: [...pass.scalars, ...i32(span)],
    // WGSL declares its output by it.
    constants: { ...pass.constants, SPLIT: Number(parts > 1) },
  };
  if (parts === 1) return { passes: [whole], workspaces: [] };
  const output = pass.tensors.at(-1)!;
  const tensors = [...pass.tensors.slice(0, -1), 'sums'];
  // Workspaces are counted in elements of the data type.
  const words = 4 / dataTypeTraits(work.dataType).bytes;
  return {
    passes: [{ ...whole, tensors }, sumPass(output, work.elements, parts)],
    workspaces: [{ name: 'sums', shape: [parts, work.elements, words] }],
  };
}

/** Threads of a block of the pass that adds up, and elements that each of them writes. */
const THREADS = 256;
const vector = 4;

function sumPass(output: string, elements: number, parts: number): KernelPass {
  const VEC4 = Number(elements % vector === 0);
  return {
    label: 'sum',
    source: 'split-k/sum-parts',
    grid: flatGrid(Math.ceil(elements / (THREADS * vector))),
    block: [THREADS, 1, 1],
    tensors: ['sums', output],
    scalars: i32(elements, parts),
    constants: { THREADS, VEC4 },
  };
}
