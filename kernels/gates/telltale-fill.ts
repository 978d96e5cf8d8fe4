import { createElementReader, type DataType, elementCount, type Problem } from '@stackbench/model';
import type { Contraction, ElementReader, Tensors } from './contraction.ts';
import type { IntegerFill } from './integer-fills.ts';

/** A product that must not be 0: the index of its factor in each input. */
type Term = readonly number[];

/** Seeds are tried this often, which takes a second; most take a few. */
const mostTries = 2 ** 22;

/**
 * `fill`, or as it is with the first seed after its own, with which neither the first nor the last product of the last
 * output element is 0; where there is none soon, at least the last. A kernel that begins a step late
 * or ends a step early is then told by that element, however thin the fill is: of few elements of
 * bf16 half a million products deep, most products are 0.
 */
export function telltaleFill<P extends Problem>(
  problem: P,
  dataType: DataType,
  fill: IntegerFill,
  tensors: Tensors<P>,
  reference: Contraction<P>,
): IntegerFill {
  const { inputs, outputs } = tensors(problem);
  const [first, last] = endsOf(problem, reference, inputs.length, elementCount(outputs[0]!) - 1);
  // Where padding is all that it sees, no product counts.
  if (last.length === 0) return fill;
  let second: IntegerFill | undefined;
  for (let tried = 0; tried < mostTries; tried++) {
    const reseeded = { ...fill, seed: (fill.seed + tried) % 2 ** 32 };
    const read = inputs.map((_, tensor) => createElementReader(reseeded, dataType, tensor));
    if (!counts(last, read)) continue;
    if (counts(first, read)) return reseeded;
    second ??= reseeded;
  }
  return second ?? fill;
}

function counts(term: Term, read: readonly ElementReader[]): boolean {
  return read.every((element, tensor) => element(term[tensor]!) !== 0);
}

/** The first and the last product of one output element, as the reference reads them. */
function endsOf<P extends Problem>(
  problem: P,
  reference: Contraction<P>,
  inputs: number,
  element: number,
): [first: Term, last: Term] {
  const first: number[] = [];
  const last: number[] = [];
  const read = Array.from({ length: inputs }, (_, tensor) => (index: number) => {
    first[tensor] ??= index;
    last[tensor] = index;
    return 1;
  });
  reference.elements(problem, read, Uint32Array.of(element));
  return [first, last];
}
