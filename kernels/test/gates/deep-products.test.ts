import {
  createElementReader,
  type DataType,
  defaultTunables,
  type Demand,
  elementCount,
  type Fill,
  type Gate,
  type Problem,
} from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../packages/engine/src/verification/judge.ts';
import conv2d from '../../conv2d/operation.ts';
import { reference as convolution } from '../../conv2d/reference.ts';
import type { Contraction, Tensors } from '../../gates/contraction.ts';
import { integerFills } from '../../gates/integer-fills.ts';
import { telltaleFill } from '../../gates/telltale-fill.ts';
import gemm from '../../gemm/operation.ts';
import { reference as product } from '../../gemm/reference.ts';
import { loadCatalog } from '../../catalog.ts';
import { roundToBits } from '../round-to-bits.ts';

const dataTypes = ['f32', 'tf32', 'f16', 'bf16'] as const;

const floats = new Float32Array(1);
const words = new Uint32Array(floats.buffer);

function towardsZero(value: number): number {
  floats[0] = value;
  if (Math.abs(floats[0]) > Math.abs(value)) words[0]! -= 1;
  return floats[0];
}

/** How hardware multiplies and adds up. */
interface Arithmetic {
  factor: (value: number) => number;
  /** So many products are added up at once, exactly, before they are rounded into the sum. */
  together: number;
  round: (sum: number) => number;
  store: (sum: number) => number;
}

const stores: Record<DataType, (sum: number) => number> = {
  f32: (sum) => sum,
  tf32: (sum) => sum,
  f16: Math.f16round,
  bf16: (sum) => roundToBits(sum, 8),
};

/** One multiply-add after the other in f32. */
const oneByOne = (dataType: DataType): Arithmetic => ({
  factor: (value) => value,
  together: 1,
  round: Math.fround,
  store: stores[dataType],
});

/** A tensor core: 8 or 16 products at once, and the sum rounded towards zero. */
const tensorCore = (dataType: DataType): Arithmetic => ({
  factor: dataType === 'tf32' ? (value) => roundToBits(value, 11) : (value) => value,
  together: dataType === 'tf32' ? 8 : 16,
  round: towardsZero,
  store: stores[dataType],
});

const arithmeticsOf = (dataType: DataType): readonly Arithmetic[] => [
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

interface Subject<P extends Problem> {
  problem: P;
  gates: readonly Gate<P>[];
  tensors: Tensors<P>;
  reference: Contraction<P>;
}

/** What a gate demands is the same for every kernel. */
const demands = new Map<string, Demand>();

/** What a gate of sampled elements says of a kernel. */
function judgeSampled<P extends Problem>(
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
function judgeRandom<P extends Problem>(
  subject: Subject<P>,
  dataType: DataType,
  arithmetic: Arithmetic,
  options: { seed?: number; isCut?: boolean } = {},
) {
  const { limits, ...found } = judgeSampled('random', subject, dataType, arithmetic, options);
  return { ...found, limits: limits! };
}

const matrixProduct = (text: string): Subject<ReturnType<typeof gemm.parseProblem>> => ({
  problem: gemm.parseProblem(text),
  ...gemm,
  reference: product,
});

const deep = ['m=16,n=8,k=16384', 'm=16,n=8,k=65536'];
/** DeepBench's deepest has 512 × 8 elements; these are as deep. */
const deepest = 'm=16,n=8,k=500000';

describe.each(dataTypes)('sums of products of %s', { timeout: 60_000 }, (dataType) => {
  test.each(deep)('an honest kernel stays well below the limits: %s', (text) => {
    for (const arithmetic of arithmeticsOf(dataType)) {
      const { passed, relativeFrobenius, limits } = judgeRandom(
        matrixProduct(text),
        dataType,
        arithmetic,
      );
      expect(passed).toBe(true);
      expect(relativeFrobenius! / limits.relativeFrobenius).toBeLessThan(0.6);
    }
  });

  test('an honest convolution of 73728 products does, too', () => {
    const problem = conv2d.parseProblem('n=1,c=8192,h=4,w=4,k=3,r=3,s=3,pad=1');
    const subject = { problem, ...conv2d, reference: convolution };
    for (const arithmetic of arithmeticsOf(dataType)) {
      expect(judgeRandom(subject, dataType, arithmetic)).toMatchObject({ passed: true });
    }
  });

  test('a single element passes whatever it cancels to', () => {
    const subject = matrixProduct('m=1,n=1,k=32768');
    for (const arithmetic of arithmeticsOf(dataType)) {
      for (let seed = 1; seed <= 8; seed++) {
        expect(judgeRandom(subject, dataType, arithmetic, { seed })).toMatchObject({
          passed: true,
        });
      }
    }
  });
});

const limitAt = (k: number) =>
  judgeRandom(matrixProduct(`m=4,n=4,k=${k}`), 'f32', oneByOne('f32')).limits.relativeFrobenius;

test('up to the calibrated length the limits do not grow, beyond it as the root of the length', () => {
  expect(limitAt(4096) / limitAt(1024)).toBeCloseTo(1, 6);
  expect(limitAt(4 * 16_384) / limitAt(16_384)).toBeCloseTo(2, 6);
});

test.each([deep[0]!, deepest])('f32 is told from one product less: %s', (text) => {
  const honest = judgeRandom(matrixProduct(text), 'f32', oneByOne('f32'));
  expect(honest.passed).toBe(true);
  const dropped = judgeRandom(matrixProduct(text), 'f32', oneByOne('f32'), { isCut: true });
  expect(dropped.passed).toBe(false);
});

test.each([
  ['f16', Math.f16round],
  ['bf16', stores.bf16],
] as const)('a sum kept in %s is no sum in f32', (dataType, round) => {
  const narrow = { ...oneByOne(dataType), round };
  for (const text of deep) {
    expect(judgeRandom(matrixProduct(text), dataType, narrow).passed).toBe(false);
  }
});

test('half a million products on a tensor core pass', () => {
  expect(judgeRandom(matrixProduct(deepest), 'tf32', tensorCore('tf32')).passed).toBe(true);
});

/** The first, the last, those in the middle and others between. */
const positionsIn = (k: number) => [
  0,
  1,
  k / 2 - 1,
  k / 2,
  k / 2 + 1,
  k - 2,
  k - 1,
  ...Array.from({ length: 200 }, (_, i) => Math.floor((i * k) / 200 + 7 * (i % 13))),
];

/** Whether the dense gate is asked. */
const asks = (text: string, dataType: DataType) =>
  gemm.gates.find(({ name }) => name === 'dense')!.asks!(gemm.parseProblem(text), dataType);

describe('one product less is told wherever it stands', () => {
  test.each(dataTypes)('of %s', { timeout: 60_000 }, (dataType) => {
    for (const text of [deep[1]!, deepest]) {
      const subject = matrixProduct(text);
      expect(positionsIn(subject.problem.k).filter(unseen(subject, dataType))).toEqual([]);
    }
  });

  test.each(['f16', 'bf16'] as const)('and honest sums of %s pass that gate', (dataType) => {
    for (const arithmetic of arithmeticsOf(dataType)) {
      const subject = matrixProduct(deep[1]!);
      expect(judgeSampled('dense', subject, dataType, arithmetic)).toMatchObject({ wrong: 0 });
    }
  });

  test('it is asked where no other gate would tell, and nowhere else', () => {
    expect(dataTypes.filter((each) => asks('m=16,n=8,k=65536', each))).toEqual(['f16', 'bf16']);
    expect(dataTypes.filter((each) => asks('m=16,n=8,k=2048', each))).toEqual([]);
  });
});

test('TF32 does not pass for f32', () => {
  for (const text of deep) {
    expect(judgeRandom(matrixProduct(text), 'f32', tensorCore('tf32')).passed).toBe(false);
  }
});

const catalog = await loadCatalog();
const used = new Set(
  [...catalog.suites.values()].flatMap(({ entries }) =>
    entries.flatMap(({ operation, problems }) =>
      problems.map(({ problem }) => `${operation}:${problem}`),
    ),
  ),
);
const contractions = [...used].filter((id) => /^(gemm|conv2d):/.test(id));

test.each(dataTypes)(
  'the exact gate misses neither the first nor the last product of %s, at any problem of any suite',
  { timeout: 60_000 },
  (dataType) => {
    expect(contractions.length).toBeGreaterThan(50);
    const missed = contractions.filter((id) => {
      const [name, text] = id.split(':') as [string, string];
      return name === 'gemm'
        ? misses(matrixProduct(text), dataType)
        : misses(
            { problem: conv2d.parseProblem(text), ...conv2d, reference: convolution },
            dataType,
          );
    });
    expect(missed).toEqual([]);
  },
);

/** Whether the last output element stays as it is where its first or last product is left out. */
function misses<P extends Problem>(
  { problem, tensors, reference }: Subject<P>,
  dataType: DataType,
): boolean {
  const [candidate] = integerFills(reference.reductionLength(problem), dataType, 20260101);
  const fill = telltaleFill(problem, dataType, candidate!, tensors, reference);
  const products: number[] = [];
  const [a, b] = [0, 1].map((tensor) => createElementReader(fill, dataType, tensor));
  let factor = 0;
  const read = [
    (index: number) => (factor = a!(index)),
    (index: number) => {
      products.push(factor * b!(index));
      return b!(index);
    },
  ];
  const last = elementCount(tensors(problem).outputs[0]!) - 1;
  reference.elements(problem, read, Uint32Array.of(last));
  return products.at(0) === 0 || products.at(-1) === 0;
}

/** Whether the gates that compare to the bit miss all products of one position of K. */
function unseen(
  subject: ReturnType<typeof matrixProduct>,
  dataType: DataType,
): (position: number) => boolean {
  const { problem, gates, tensors, reference } = subject;
  const { m, n, k } = problem;
  const productsOf = (fill: Fill) => {
    const [a, b] = [0, 1].map((tensor) => createElementReader(fill, dataType, tensor));
    return (i: number, position: number, j: number) => a!(i * k + position) * b!(position * n + j);
  };
  const gate = gates.find(({ name }) => name === 'dense')!;
  if (gate.asks!(problem, dataType)) {
    const { fill, expectations } = gate.demand(problem, dataType, defaultTunables);
    const { selection, expected } = expectations[0]!;
    const indices = selection.kind === 'elements' ? selection.indices : [];
    const dense = productsOf(fill);
    return (position) =>
      indices.every((index, at) => {
        const lost = dense(Math.floor(index / n), position, index % n);
        return stores[dataType](expected[at]! - lost) === expected[at];
      });
  }
  const [candidate] = integerFills(k, dataType, defaultTunables.seed);
  const exact = productsOf(telltaleFill(problem, dataType, candidate!, tensors, reference));
  return (position) => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) if (exact(i, position, j) !== 0) return false;
    }
    return true;
  };
}
