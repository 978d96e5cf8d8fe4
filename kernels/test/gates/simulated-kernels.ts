import {
  createElementReader,
  type DataType,
  defaultTunables,
  type Demand,
  type Gate,
  type Problem,
} from '@stackbench/model';
import { judge } from '../../../packages/engine/src/verification/judge.ts';
import type { Contraction, Tensors } from '../../gates/contraction.ts';
import gemm from '../../gemm/operation.ts';
import { reference as product } from '../../gemm/reference.ts';
import { roundToBits } from '../round-to-bits.ts';

/* Simulated kernels: how hardware adds products up, in front of the gates. */

/** Those that accumulate in f32. */
export const dataTypes = ['f32', 'tf32', 'f16', 'bf16'] as const;

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

function towardsZero(value: number): number {
  floats[0] = value;
  if (Math.abs(floats[0]) > Math.abs(value)) words[0]! -= 1;
  return floats[0];
}

/** How hardware multiplies and adds up. */
export interface Arithmetic {
  factor: (value: number) => number;
  /** So many products are added up at once, exactly, before they are rounded into the sum. */
  together: number;
  round: (sum: number) => number;
  store: (sum: number) => number;
}

export const stores: Record<DataType, (sum: number) => number> = {
  f32: (sum) => sum,
  tf32: (sum) => sum,
  f16: Math.f16round,
  f16acc: Math.f16round,
  bf16: (sum) => roundToBits(sum, 8),
};

/** One multiply-add after the other. */
export const oneByOne = (dataType: DataType): Arithmetic => ({
  factor: (value) => value,
  together: 1,
  round: dataType === 'f16acc' ? Math.f16round : Math.fround,
  store: stores[dataType],
});

/** A tensor core: 8 or 16 products at once, and the sum rounded towards zero, or to f16. */
export const tensorCore = (dataType: DataType): Arithmetic => ({
  factor: dataType === 'tf32' ? (value) => roundToBits(value, 11) : (value) => value,
  together: dataType === 'tf32' ? 8 : 16,
  round: dataType === 'f16acc' ? Math.f16round : towardsZero,
  store: stores[dataType],
});

export const arithmeticsOf = (dataType: DataType): readonly Arithmetic[] => [
  ...(dataType === 'tf32' ? [] : [oneByOne(dataType)]),
  ...(dataType === 'f32' ? [] : [tensorCore(dataType)]),
];

/** One element of the output, with the last product left out where that is asked for. */
function compute<P extends Problem>(
  problem: P,
  { factor, together, round, store }: Arithmetic,
  reference: Contraction<P>,
  read: readonly ((index: number) => number)[],
  index: number,
  isCut = false,
): number {
  const factors = read.map(() => [] as number[]);
  const recording = read.map((element, tensor) => (at: number) => {
    const value = element(at);
    factors[tensor]!.push(factor(value));
    return value;
  });
  reference.elements(problem, recording, Uint32Array.of(index));
  const [a, b] = factors as [number[], number[]];
  if (isCut) a.pop();
  let sum = 0;
  for (let k = 0; k < a.length; k += together) {
    let chunk = 0;
    for (let i = k; i < Math.min(k + together, a.length); i++) chunk += a[i]! * b[i]!;
    sum = round(sum + (together === 1 ? round(chunk) : chunk));
  }
  return store(sum);
}

export interface Subject<P extends Problem> {
  problem: P;
  gates: readonly Gate<P>[];
  tensors: Tensors<P>;
  reference: Contraction<P>;
}

/** What a gate demands is the same for every kernel. */
const demands = new Map<string, Demand>();

/** What a gate of sampled elements says of a kernel. */
export function judgeSampled<P extends Problem>(
  name: 'dense' | 'random',
  { problem, gates, reference }: Subject<P>,
  dataType: DataType,
  arithmetic: Arithmetic,
  { seed = 1, isCut = false } = {},
) {
  // The fewest elements that the gate compares, for all that follows takes minutes else.
  const tunables = { ...defaultTunables, seed, wholeReferenceMacs: 1 };
  const { fill, expectations } = demands.getOrInsertComputed(
    JSON.stringify([name, problem, dataType, seed]),
    () => gates.find((gate) => gate.name === name)!.demand(problem, dataType, tunables),
  );
  const [expectation] = expectations;
  const read = [0, 1].map((tensor) => createElementReader(fill, dataType, tensor));
  const { selection } = expectation!;
  const indices = selection.kind === 'elements' ? selection.indices : [];
  const got = indices.map((at) => compute(problem, arithmetic, reference, read, at, isCut));
  return { ...judge(expectation!, got, String), limits: expectation!.rounding?.limits };
}

/** What the random gate says of a kernel. */
export function judgeRandom<P extends Problem>(
  subject: Subject<P>,
  dataType: DataType,
  arithmetic: Arithmetic,
  options: { seed?: number; isCut?: boolean } = {},
) {
  const { limits, ...found } = judgeSampled('random', subject, dataType, arithmetic, options);
  return { ...found, limits: limits! };
}

export const matrixProduct = (text: string): Subject<ReturnType<typeof gemm.parseProblem>> => ({
  problem: gemm.parseProblem(text),
  ...gemm,
  reference: product,
});
