import {
  checksumWeights,
  createElementReader,
  dataTypeTraits,
  elementCount,
  type Expectation,
  type Fill,
  fillTensor,
  type Gate,
  type Operation,
  type Problem,
} from '@stackbench/model';
import { integerFills } from './integer-fills.ts';
import { roundingLimits } from './rounding-limits.ts';
import { sampleIndices } from './sample-indices.ts';

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

type Tensors<P extends Problem> = Operation<P>['tensors'];

/** Reading and comparing an element costs about as much as this many multiply-adds. */
const macsPerElement = 16;
/** A term whose inputs are made on the spot costs about as much as this many multiply-adds. */
const macsPerTerm = 8;

/** Every contraction is verified on integers, to the bit, and on reals, within honest rounding. */
export function contractionGates<P extends Problem>(
  tensors: Tensors<P>,
  reference: Contraction<P>,
): Gate<P>[] {
  return [exactGate(tensors, reference), randomGate(tensors, reference)];
}

/** The strictest exact comparison affordable: every element, or weighted sums over all of them. */
function exactGate<P extends Problem>(tensors: Tensors<P>, reference: Contraction<P>): Gate<P> {
  return {
    name: 'exact',
    demand: (problem, dataType, { wholeReferenceMacs, seed }) => {
      const { inputs, outputs } = tensors(problem);
      const output = outputs[0]!;
      const length = reference.reductionLength(problem);
      const isSmall = elementCount(output) * Math.max(length, macsPerElement) <= wholeReferenceMacs;
      const demandOf = (fill: Fill, expectation: Omit<Expectation, 'output'>) => ({
        fill,
        expectations: [{ output: output.name, ...expectation }],
      });
      let attempt: ReturnType<typeof demandOf> | undefined;
      for (const fill of integerFills(length, dataType, seed)) {
        const filled = inputs.map((spec, i) => fillTensor(fill, dataType, i, elementCount(spec)));
        if (!isSmall) {
          // The largest element is not known here; the bound on the fill is what keeps it exact.
          const axis = reference.checksumAxis(problem);
          const expected = reference.checksum(problem, filled, checksumWeights(seed, axis.length));
          return demandOf(fill, { selection: { kind: 'checksum', ...axis, seed }, expected });
        }
        const expected = reference.whole(problem, filled);
        attempt = demandOf(fill, { selection: { kind: 'whole' }, expected });
        if (largest(expected) <= dataTypeTraits(dataType).largestExactInteger) break;
      }
      if (attempt === undefined) {
        throw new Error(`no integer fill keeps ${length} ${dataType} products exact`);
      }
      return attempt;
    },
  };
}

/** Random reals, compared at the corners and at random places. */
function randomGate<P extends Problem>(tensors: Tensors<P>, reference: Contraction<P>): Gate<P> {
  return {
    name: 'random',
    demand: (problem, dataType, { randomGateElements, wholeReferenceMacs, seed }) => {
      const { inputs, outputs } = tensors(problem);
      const output = outputs[0]!;
      const affordable = Math.floor(
        wholeReferenceMacs / macsPerTerm / reference.reductionLength(problem),
      );
      const count = Math.max(macsPerElement, Math.min(randomGateElements, affordable));
      const indices = sampleIndices(output.shape, count, seed);
      const fill: Fill = { kind: 'reals', seed };
      const read = inputs.map((_, tensor) => createElementReader(fill, dataType, tensor));
      const { values, magnitudes } = reference.elements(problem, read, indices);
      const expectation: Expectation = {
        output: output.name,
        selection: { kind: 'elements', indices: [...indices] },
        expected: values,
        rounding: { magnitudes, limits: roundingLimits[dataType] },
      };
      return { fill, expectations: [expectation] };
    },
  };
}

function largest(values: Float64Array): number {
  let maximum = 0;
  for (const value of values) maximum = Math.max(maximum, Math.abs(value));
  return maximum;
}
