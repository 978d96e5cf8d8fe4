import {
  dataTypeTraits,
  defaultTunables,
  type Demand,
  fillTensor,
  type DataType,
  type Fill,
  type GateResult,
} from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';
import { multiply, select } from '../../../workers/test/fake/multiply.ts';
import { caseFromId } from '../../src/index.ts';
import { describeElement, describeMismatch } from '../../src/verification/describe-element.ts';
import { judge } from '../../src/verification/judge.ts';
import { fakeCatalog } from '../fake/fake-stack.ts';

const extents = [40, 36, 300] as const;
const [m, n, k] = extents;

/** What a gate of gemm demands. */
function demand(
  gate: 'exact' | 'random',
  dataType: DataType,
  wholeReferenceMacs = defaultTunables.wholeReferenceMacs,
): Demand {
  const id = `gemm/naive:m=${m},n=${n},k=${k};${dataType}`;
  const { operation, problem } = caseFromId(fakeCatalog({ naive: {} }), id);
  const asked = operation.gates.find(({ name }) => name === gate)!;
  return asked.demand(problem, dataType, { ...defaultTunables, wholeReferenceMacs });
}

function inputs(fill: Fill, dataType: DataType): Float32Array[] {
  return [m * k, k * n].map((length, i) => fillTensor(fill, dataType, i, length));
}

function judgeValues(
  { expectations }: Demand,
  got: (selection: Demand['expectations'][0]['selection']) => ArrayLike<number>,
): Omit<GateResult, 'gate'> {
  const [expectation] = expectations;
  const { selection } = expectation!;
  return judge(expectation!, got(selection), (at, value, expected) => {
    const index = selection.kind === 'elements' ? selection.indices[at]! : at;
    return describeMismatch(describeElement([m, n], index), value, expected);
  });
}

function judgeKernel(asked: Demand, dataType: DataType, wrong?: FakeKernel['wrong']) {
  const output = multiply(extents, inputs(asked.fill, dataType), dataType, wrong);
  return judgeValues(asked, (selection) => select(output, selection));
}

describe.each(['f32', 'f16'] as const)('%s', (dataType) => {
  describe.each([
    ['whole', 2 ** 28],
    ['checksum', 1],
  ] as const)('exact gate, %s', (method, macs) => {
    const asked = demand('exact', dataType, macs);
    test('an honest kernel passes', () => {
      expect(judgeKernel(asked, dataType)).toMatchObject({
        passed: true,
        method,
        wrong: 0,
        detail: null,
      });
    });
    test.each(['drop-k', 'unwritten-edge', 'all-nan', 'one-element'] as const)(
      '%s fails',
      (wrong) => {
        const result = judgeKernel(asked, dataType, wrong);
        expect(result.passed).toBe(false);
        expect(result.wrong).toBeGreaterThan(0);
        expect(result.detail).toMatch(/instead of/);
      },
    );
  });

  describe('random gate', () => {
    const asked = demand('random', dataType);
    test('an honest kernel passes, well below the limits', () => {
      const result = judgeKernel(asked, dataType);
      expect(result).toMatchObject({ passed: true, method: 'sampled', compared: m * n });
      const { limits } = asked.expectations[0]!.rounding!;
      expect(result.relativeFrobenius).toBeLessThan(limits.relativeFrobenius);
      expect(result.scaledMaximum).toBeLessThan(limits.scaledMaximum);
    });
    test.each(['drop-k', 'unwritten-edge', 'all-nan', 'one-element', 'integers-only'] as const)(
      '%s fails',
      (wrong) => {
        const result = judgeKernel(asked, dataType, wrong);
        expect(result.passed).toBe(false);
        expect(result.wrong).toBeGreaterThan(0);
      },
    );
  });
});

test('a result with NaN has no errors to report, and says where', () => {
  expect(judgeKernel(demand('random', 'f32'), 'f32', 'unwritten-edge')).toMatchObject({
    wrong: 1,
    relativeFrobenius: null,
    scaledMaximum: null,
    detail: expect.stringMatching(/row 39, column 35 of 40 × 36\) is NaN \(never written/),
  });
});

test('many errors, each within its own limit, are wrong together', () => {
  const asked = demand('random', 'f32');
  const { expected, rounding } = asked.expectations[0]!;
  const { limits, magnitudes } = rounding!;
  const drift = 0.95 * limits.scaledMaximum;
  const drifted = expected.map((value, i) => value + drift * magnitudes[i]!);
  const result = judgeValues(asked, () => drifted);
  expect(result).toMatchObject({ passed: false, wrong: 0 });
  expect(result.detail).toMatch(/relative error .* of all compared elements/);
});

test('where nothing is expected but zero, honest rounding has no room', () => {
  const expectation = {
    output: 'y',
    selection: { kind: 'whole' as const },
    expected: Float64Array.of(0, 1),
    rounding: {
      magnitudes: Float64Array.of(0, 1),
      limits: { relativeFrobenius: 1e-3, scaledMaximum: 1e-3 },
    },
  };
  expect(judge(expectation, [0, 1.0005], String)).toMatchObject({ passed: true });
  expect(judge(expectation, [1e-30, 1], String)).toMatchObject({ passed: false, wrong: 1 });
});

test('too few or too many values are wrong', () => {
  const asked = demand('exact', 'f32');
  const { expected } = asked.expectations[0]!;
  expect(judgeValues(asked, () => new Float32Array(3)).passed).toBe(false);
  const longer = new Float64Array(expected.length + 1);
  longer.set(expected);
  expect(judgeValues(asked, () => longer)).toMatchObject({
    passed: false,
    detail: expect.stringMatching(/1441 values came back instead of 1440/),
  });
});

test.each(['f32', 'f16', 'bf16'] as const)(
  'integer outputs of %s are exact, and not all small',
  (dataType) => {
    const { fill, expectations } = demand('exact', dataType);
    const largest = Math.max(...expectations[0]!.expected.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(dataTypeTraits(dataType).largestExactInteger);
    expect(largest).toBeGreaterThan(8);
    expect(fill.kind).toBe('integers');
  },
);
