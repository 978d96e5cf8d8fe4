import {
  checksumWeights,
  createElementReader,
  dataTypeTraits,
  elementCount,
  type Expectation,
  type Fill,
  fillTensor,
  type Gate,
  type Problem,
} from '@stackbench/model';
import { affordableElements } from './affordable-elements.ts';
import type { Contraction, Tensors } from './contraction.ts';
import { denseGate } from './dense-gate.ts';
import { integerFills } from './integer-fills.ts';
import { roundingOf } from './rounding-limits.ts';
import { sampleIndices } from './sample-indices.ts';
import { telltaleFill } from './telltale-fill.ts';

/** Reading and comparing an element costs about as much as this many multiply-adds. */
const macsPerElement = 16;

/** Every contraction is verified on integers, to the bit, and on reals, within honest rounding. The inputs of the last are timed. */
export function contractionGates<P extends Problem>(
  tensors: Tensors<P>,
  reference: Contraction<P>,
): Gate<P>[] {
  return [
    exactGate(tensors, reference),
    denseGate(tensors, reference),
    randomGate(tensors, reference),
  ];
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
      for (const candidate of integerFills(length, dataType, seed)) {
        const fill = telltaleFill(problem, dataType, candidate, tensors, reference);
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
    demand: (problem, dataType, tunables) => {
      const { seed } = tunables;
      const { inputs, outputs } = tensors(problem);
      const output = outputs[0]!;
      const count = affordableElements(reference.reductionLength(problem), tunables);
      const indices = sampleIndices(output.shape, count, seed);
      const fill: Fill = { kind: 'reals', seed };
      const read = inputs.map((_, tensor) => createElementReader(fill, dataType, tensor));
      const { values, magnitudes } = reference.elements(problem, read, indices);
      const expectation: Expectation = {
        output: output.name,
        selection: { kind: 'elements', indices: [...indices] },
        expected: values,
        rounding: roundingOf(dataType, reference.reductionLength(problem), values, magnitudes),
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
