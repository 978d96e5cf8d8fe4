import {
  checksumWeights,
  createElementReader,
  elementCount,
  type Fill,
  fillTensor,
  dataTypeTraits,
  type Tunables,
} from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import type { ExactReference } from './exact-gate.ts';
import { integerFills } from './integer-fills.ts';
import type { RandomReference } from './random-gate.ts';
import { sampleIndices } from './sample-indices.ts';

/** References of a run, computed once for all variants and stacks of a problem. */
export interface References {
  exact(planned: PlannedCase): ExactReference;
  random(planned: PlannedCase): RandomReference;
}

/** Reading and comparing an element costs about as much as this many multiply-adds. */
const macsPerElement = 16;
/** A term whose inputs are made on the spot costs about as much as this many multiply-adds. */
const macsPerTerm = 8;
/** References older than the latest of this total size are forgotten. */
const cacheBytes = 256 * 2 ** 20;

export function createReferences(tunables: Tunables): References {
  const exact = createCache<ExactReference>(({ expected }) => expected.byteLength);
  const random = createCache<RandomReference>(({ values }) => 3 * values.byteLength);
  return {
    exact: (planned) => exact(planned, () => exactReference(planned, tunables)),
    random: (planned) => random(planned, () => randomReference(planned, tunables)),
  };
}

/** The strictest exact comparison affordable: every element, or weighted sums over all of them. */
export function exactReference(
  { operation, problem, record: { dataType } }: PlannedCase,
  { wholeReferenceMacs, seed }: Tunables,
): ExactReference {
  const { inputs, output } = operation.tensors(problem);
  const reductionLength = operation.reductionLength(problem);
  const elements = elementCount(output);
  const isSmall = elements * Math.max(reductionLength, macsPerElement) <= wholeReferenceMacs;
  let attempt: ExactReference | undefined;
  for (const fill of integerFills(reductionLength, dataType, seed)) {
    const filled = inputs.map((spec, i) => fillTensor(fill, dataType, i, elementCount(spec)));
    if (!isSmall) {
      // The largest element is not known here; the bound on the fill is what keeps it exact.
      const axis = operation.checksumAxis(problem);
      const weights = checksumWeights(seed, axis.length);
      const expected = operation.reference.checksum(problem, filled, weights);
      return { fill, selection: { kind: 'checksum', ...axis, seed }, expected };
    }
    const expected = operation.reference.whole(problem, filled);
    attempt = { fill, selection: { kind: 'whole' }, expected };
    if (largest(expected) <= dataTypeTraits(dataType).largestExactInteger) return attempt;
  }
  if (attempt === undefined) {
    throw new Error(`no integer fill keeps ${reductionLength} ${dataType} products exact`);
  }
  return attempt;
}

/** Random reals, compared at the corners and at random places. */
export function randomReference(
  { operation, problem, record: { dataType } }: PlannedCase,
  { randomGateElements, wholeReferenceMacs, seed }: Tunables,
): RandomReference {
  const { inputs, output } = operation.tensors(problem);
  const affordable = Math.floor(
    wholeReferenceMacs / macsPerTerm / operation.reductionLength(problem),
  );
  const count = Math.max(macsPerElement, Math.min(randomGateElements, affordable));
  const indices = sampleIndices(output.shape, count, seed);
  const fill: Fill = { kind: 'reals', seed };
  const read = inputs.map((_, tensor) => createElementReader(fill, dataType, tensor));
  return { fill, indices, ...operation.reference.elements(problem, read, indices) };
}

function largest(values: Float64Array): number {
  let maximum = 0;
  for (const value of values) maximum = Math.max(maximum, Math.abs(value));
  return maximum;
}

/** Keeps the values used last, up to `cacheBytes` and always one. */
function createCache<T>(sizeOf: (value: T) => number) {
  const cached = new Map<string, T>();
  return ({ record }: PlannedCase, compute: () => T): T => {
    const key = `${record.operation}:${record.problem};${record.dataType}`;
    const value = cached.get(key) ?? compute();
    cached.delete(key);
    cached.set(key, value);
    let total = cached.values().reduce((sum, each) => sum + sizeOf(each), 0);
    for (const [oldest, each] of cached) {
      if (total <= cacheBytes || oldest === key) break;
      cached.delete(oldest);
      total -= sizeOf(each);
    }
    return value;
  };
}
