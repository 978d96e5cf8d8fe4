// @module-tag machine
import {
  createElementReader,
  type DataType,
  defaultTunables,
  type Problem,
} from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../catalog.ts';
import conv2d from '../../conv2d/operation.ts';
import { reference as convolution } from '../../conv2d/reference.ts';
import { integerFills } from '../../gates/integer-fills.ts';
import { sampleIndices } from '../../gates/sample-indices.ts';
import { telltaleFill } from '../../gates/telltale-fill.ts';
import {
  arithmeticsOf,
  dataTypes,
  judgeSampled,
  matrixProduct,
  type Subject,
} from './simulated-kernels.ts';

const catalog = await loadCatalog();
const deepbench = catalog.suites
  .get('deepbench')!
  .entries.flatMap(({ operation, problems }) =>
    problems.map(({ problem }) => [operation, problem] as const),
  );

describe.each(dataTypes)('all of DeepBench in %s', { timeout: 60_000 }, (dataType) => {
  test.each(deepbench)('%s %s passes with honest kernels', (operation, text) => {
    const refused =
      operation === 'gemm'
        ? refusals(matrixProduct(text), dataType)
        : refusals(
            { problem: conv2d.parseProblem(text), ...conv2d, reference: convolution },
            dataType,
          );
    expect(refused).toEqual([]);
  });
});

/** What gates have against honest kernels: those of sampled elements, and the exact one where sums are stored otherwise. */
function refusals<P extends Problem>(subject: Subject<P>, dataType: DataType): string[] {
  const { problem, gates, tensors, reference } = subject;
  const length = reference.reductionLength(problem);
  const [candidate] = integerFills(length, dataType, defaultTunables.seed);
  const fill = telltaleFill(problem, dataType, candidate!, tensors, reference);
  const read = [0, 1].map((tensor) => createElementReader(fill, dataType, tensor));
  const { shape } = tensors(problem).outputs[0]!;
  const { values } = reference.elements(problem, read, sampleIndices(shape, 16, 1));
  const sampling = gates.filter(
    (gate) => gate.name !== 'exact' && (gate.asks?.(problem, dataType) ?? true),
  );
  return arithmeticsOf(dataType).flatMap((arithmetic) => [
    ...(values.every((value) => arithmetic.store(value) === value) ? [] : ['exact']),
    ...sampling.flatMap(({ name }) => {
      const judged = judgeSampled(name as 'dense' | 'random', subject, dataType, arithmetic);
      return judged.passed ? [] : [`${name}: ${judged.detail}`];
    }),
  ]);
}
