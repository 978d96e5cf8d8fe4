import type { Operation, Problem } from '@stackbench/model';

/**
 * An output seen as [outer, length, inner] in memory order. A checksum multiplies the axis in the
 * middle by weights and sums it away, which leaves outer × inner numbers.
 */
export interface ChecksumAxis {
  length: number;
  inner: number;
}

/** Reads one element of one input: `read[tensor](index)`. */
export type ElementReader = (index: number) => number;

/**
 * An operation with one output, whose elements are sums of products of two inputs, computed anew in
 * float64.
 */
export interface Contraction<P extends Problem> {
  /** How many products are summed into one output element. */
  reductionLength(problem: P): number;
  checksumAxis(problem: P): ChecksumAxis;
  /** The whole output. `inputs` are in the order of `tensors().inputs`. */
  whole(problem: P, inputs: readonly Float32Array[]): Float64Array;
  /** The output elements at `indices`, and for each Σ|a·b| of the terms summed into it. */
  elements(
    problem: P,
    read: readonly ElementReader[],
    indices: Uint32Array,
  ): { values: Float64Array; magnitudes: Float64Array };
  /** Σ over the checksum axis of weight × output, without computing the output: outer × inner. */
  checksum(problem: P, inputs: readonly Float32Array[], weights: Float64Array): Float64Array;
}

export type Tensors<P extends Problem> = Operation<P>['tensors'];
