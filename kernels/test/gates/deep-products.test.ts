import {
  createElementReader,
  type DataType,
  defaultTunables,
  elementCount,
  type Fill,
  type Problem,
} from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import conv2d from '../../conv2d/operation.ts';
import { reference as convolution } from '../../conv2d/reference.ts';
import { integerFills } from '../../gates/integer-fills.ts';
import { telltaleFill } from '../../gates/telltale-fill.ts';
import gemm from '../../gemm/operation.ts';
import { loadCatalog } from '../../catalog.ts';
import {
  arithmeticsOf,
  dataTypes,
  judgeRandom,
  judgeSampled,
  matrixProduct,
  oneByOne,
  stores,
  type Subject,
  tensorCore,
} from './simulated-kernels.ts';

const deep = ['m=16,n=8,k=16384', 'm=16,n=8,k=65536'];
/** DeepBench's deepest has 512 × 8 elements; these are as deep. */
const deepest = 'm=16,n=8,k=500000';

const all = [...dataTypes, 'f16acc'] as const;

describe.each(all)('sums of products of %s', { timeout: 60_000 }, (dataType) => {
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
  ['f16', 'f16', Math.f16round],
  ['bf16', 'bf16', stores.bf16],
  ['bf16', 'f16acc', stores.bf16],
] as const)('a sum kept in %s is no sum of %s', (_, dataType, round) => {
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

  test('of sums in f16 by the exact gate, as they are not exact in the dense one', () => {
    const subject = matrixProduct(deep[1]!);
    expect(asks(deep[1]!, 'f16acc')).toBe(false);
    expect(positionsIn(subject.problem.k).filter(unseen(subject, 'f16acc'))).toEqual([]);
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
