import {
  type DataType,
  elementCount,
  type KernelPass,
  type KernelPlan,
  type KernelVariant,
  type TensorSpec,
  type Unsupported,
} from '@stackbench/model';
import { flatGrid } from '../../flat-grid.ts';
import type { GemmProblem } from '../../gemm/problem.ts';
import registerBlocks from '../../gemm/register-block/variant.ts';
import vectorized from '../../gemm/vectorized/variant.ts';
import { channelsLieInFours, isPointwise, shapeScalars } from '../geometry.ts';
import { type Conv2dProblem, mostElements, outputExtents } from '../problem.ts';

const THREADS = 256;

/** GEMM variants that multiply the patches. */
const products = [...registerBlocks, ...vectorized].filter(({ name }) =>
  ['register-block-8x8', 'register-block-16x16', 'vectorized'].includes(name),
);

function im2col(product: KernelVariant<GemmProblem>): KernelVariant<Conv2dProblem> {
  return {
    name: `im2col-${product.name}`,
    rung: 3,
    ...(product.gpuTile && { gpuTile: product.gpuTile }),
    summary: `patches written to memory, then GEMM's ${product.name}`,
    dataTypes: product.dataTypes,
    ...(product.features && { features: product.features }),
    plan: (problem, dataType) => plan(problem, dataType, product),
  };
}

/**
 * NHWC: y[N·P·Q × K] = patches[N·P·Q × R·S·C] · filters[R·S·C × K].
 * NCHW: y[K × N·P·Q] = filters[K × C·R·S] · patches[C·R·S × N·P·Q], put in order when N > 1.
 */
function plan(
  problem: Conv2dProblem,
  dataType: DataType,
  product: KernelVariant<GemmProblem>,
): KernelPlan | Unsupported {
  const { n, c, k, r, s, groups, layout } = problem;
  const nchw = layout === 'nchw';
  const { p, q } = outputExtents(problem);
  const pixels = n * p * q;
  const length = c * r * s;
  const reordered = nchw && n > 1;

  const patches = { name: 'patches', shape: nchw ? [length, pixels] : [pixels, length] };
  const filters = { name: 'filters', shape: nchw ? [k, length] : [length, k] };
  const ordered = { name: 'product', shape: [k, pixels] };
  // A 1 × 1 filter that skips nothing: the input is the matrix of its patches.
  const needsPatches = !(isPointwise(problem) && (!nchw || n === 1));
  const needsFilters = !nchw || groups > 1;
  const workspaces = [
    ...(needsPatches ? [patches] : []),
    ...(needsFilters ? [filters] : []),
    ...(reordered ? [ordered] : []),
  ];
  const large = workspaces.find((tensor) => elementCount(tensor) > mostElements);
  if (large !== undefined) {
    return {
      unsupported: `im2col's ${large.name} would have ${elementCount(large)} elements, more than ${mostElements}`,
    };
  }

  const names: Record<string, string> = {
    [nchw ? 'b' : 'a']: needsPatches ? 'patches' : 'x',
    [nchw ? 'a' : 'b']: needsFilters ? 'filters' : 'w',
    c: reordered ? 'product' : 'y',
  };
  const gemm = product.plan(
    nchw ? { m: k, n: pixels, k: length } : { m: pixels, n: k, k: length },
    dataType,
  );
  if ('unsupported' in gemm) return gemm;
  return {
    passes: [
      ...(needsFilters ? [rearrange(problem, 'filters', 'w', filters)] : []),
      ...(needsPatches ? [rearrange(problem, 'patches', 'x', patches)] : []),
      ...gemm.passes.map((pass) => ({
        ...pass,
        tensors: pass.tensors.map((name) => names[name] ?? name),
      })),
      ...(reordered ? [rearrange(problem, 'reorder', 'product', { ...ordered, name: 'y' })] : []),
    ],
    workspaces: [...workspaces, ...gemm.workspaces],
  };
}

/** A pass that only moves numbers; one thread an element of `to`, or four where they lie together. */
function rearrange(
  problem: Conv2dProblem,
  label: 'filters' | 'patches' | 'reorder',
  from: string,
  to: TensorSpec,
): KernelPass {
  const VEC4 = label === 'patches' && channelsLieInFours({ ...problem, groups: 1 }) ? 1 : 0;
  return {
    label: label === 'patches' ? 'im2col' : label,
    source: `conv2d/im2col/${label}`,
    grid: flatGrid(Math.ceil(elementCount(to) / (VEC4 ? 4 : 1) / THREADS)),
    block: [THREADS, 1, 1],
    tensors: [from, to.name],
    scalars: shapeScalars(problem),
    constants: { THREADS, VEC4, NCHW: problem.layout === 'nchw' ? 1 : 0 },
  };
}

export default products.map(im2col);
