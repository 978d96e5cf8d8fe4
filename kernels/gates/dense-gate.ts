import {
  createElementReader,
  type DataType,
  dataTypeTraits,
  type Gate,
  type Problem,
} from '@stackbench/model';
import { affordableElements } from './affordable-elements.ts';
import type { Contraction, Tensors } from './contraction.ts';
import { type IntegerFill, integerFills, integerVariance, widestRange } from './integer-fills.ts';
import { relativeLimit } from './rounding-limits.ts';
import { sampleIndices } from './sample-indices.ts';

/** The random gate tells that a product is missing where that makes so many times the error it allows. */
const tellingFactor = 4;
/** So many of the sampled elements should stay exact, where there are as many. */
const enoughElements = 16;

/**
 * Sums of so many products that the exact gate's inputs are mostly zeros, and the random gate's limit more than a
 * product: one that is left out in the middle would go unseen. Here inputs are hardly ever 0, and of
 * sampled elements those are compared whose sum happens to be small enough to be stored exactly.
 */
export function denseGate<P extends Problem>(
  tensors: Tensors<P>,
  reference: Contraction<P>,
): Gate<P> {
  return {
    name: 'dense',
    asks: (problem, dataType) =>
      sumsExactly(dataType) && !isToldElsewhere(reference.reductionLength(problem), dataType),
    demand: (problem, dataType, tunables) => {
      const length = reference.reductionLength(problem);
      const { inputs, outputs } = tensors(problem);
      const output = outputs[0]!;
      const count = affordableElements(length, tunables);
      const sampled = sampleIndices(output.shape, count, tunables.seed);
      const range = densestRange(length, dataType, sampled.length);
      const fill: IntegerFill = { kind: 'integers', range, sparsity: 0, seed: tunables.seed };
      const read = inputs.map((_, tensor) => createElementReader(fill, dataType, tensor));
      const { values } = reference.elements(problem, read, sampled);
      const { largestExactInteger } = dataTypeTraits(dataType);
      const kept = [...values.keys()].filter((at) => Math.abs(values[at]!) <= largestExactInteger);
      if (kept.length === 0) return { fill, expectations: [] };
      const selection = { kind: 'elements' as const, indices: kept.map((at) => sampled[at]!) };
      const expected = Float64Array.from(kept, (at) => values[at]!);
      return { fill, expectations: [{ output: output.name, selection, expected }] };
    },
  };
}

/** Whether a sum that can be stored was exact on its way there, where it was larger. */
function sumsExactly(dataType: DataType): boolean {
  const { largestExactInteger, largestExactSum } = dataTypeTraits(dataType);
  return largestExactSum > largestExactInteger;
}

/** Whether the other gates see each product: the exact one by inputs as dense, the random one by its limit. */
function isToldElsewhere(length: number, dataType: DataType): boolean {
  const [usual] = integerFills(length, dataType, 0);
  if (usual?.range === widestRange) return true;
  return tellingFactor * relativeLimit(dataType, length) < 1 / Math.sqrt(length);
}

/** The widest range with which enough of `count` sums, of about normal distribution, should stay exact: the wider, the fewer zeros. */
function densestRange(length: number, dataType: DataType, count: number): number {
  const { largestExactInteger } = dataTypeTraits(dataType);
  for (let range = widestRange; range > 1; range--) {
    const deviation = integerVariance(range) * Math.sqrt(length);
    const share = Math.min(1, (largestExactInteger / deviation) * Math.sqrt(2 / Math.PI));
    if (count * share >= Math.min(count, enoughElements)) return range;
  }
  return 1;
}
