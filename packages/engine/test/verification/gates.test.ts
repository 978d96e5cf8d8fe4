import {
  dataTypeTraits,
  defaultTunables,
  fillTensor,
  type DataType,
  type Fill,
  type Gate,
} from '@stackbench/model';
import { describe, expect, test } from 'vitest';
import { listCases } from '../../src/index.ts';
import { describeElement, describeMismatch } from '../../src/verification/describe-element.ts';
import { judgeExact } from '../../src/verification/exact-gate.ts';
import { judgeRandom } from '../../src/verification/random-gate.ts';
import { exactReference, randomReference } from '../../src/verification/references.ts';
import type { FakeKernel } from '../../../workers/test/fake/behaviour.ts';
import { fakeCatalog } from '../fake/fake-stack.ts';
import { multiply, select } from '../../../workers/test/fake/multiply.ts';

const extents = [40, 36, 300] as const;
const [m, n, k] = extents;

function planned(dataType: DataType) {
  const catalog = fakeCatalog({ naive: {} }, [`m=${m},n=${n},k=${k}`], [dataType]);
  return listCases(catalog, catalog.suites.get('tiny')!)[0]!;
}

function inputs(fill: Fill, dataType: DataType): Float32Array[] {
  return [m * k, k * n].map((length, i) => fillTensor(fill, dataType, i, length));
}

const where = (index: number, got: number, expected: number) =>
  describeMismatch(describeElement([m, n], index), got, expected);

function exactGate(
  dataType: DataType,
  wholeReferenceMacs: number,
  wrong?: FakeKernel['wrong'],
): Gate {
  const reference = exactReference(planned(dataType), { ...defaultTunables, wholeReferenceMacs });
  const output = multiply(extents, inputs(reference.fill, dataType), dataType, wrong);
  return judgeExact(reference, select(output, reference.selection), where);
}

function randomGate(dataType: DataType, wrong?: FakeKernel['wrong']): Gate {
  const each = planned(dataType);
  const reference = randomReference(each, defaultTunables);
  const output = multiply(extents, inputs(reference.fill, dataType), dataType, wrong);
  const indices = [...reference.indices];
  const got = select(output, { kind: 'elements', indices });
  return judgeRandom(reference, got, each.operation.tolerances[dataType], where);
}

describe.each(['f32', 'f16'] as const)('%s', (dataType) => {
  describe.each([
    ['whole', 2 ** 28],
    ['checksum', 1],
  ] as const)('exact gate, %s', (method, macs) => {
    test('an honest kernel passes', () => {
      expect(exactGate(dataType, macs)).toMatchObject({
        passed: true,
        method,
        wrong: 0,
        detail: null,
      });
    });
    test.each(['drop-k', 'unwritten-edge', 'all-nan', 'one-element'] as const)(
      '%s fails',
      (wrong) => {
        const gate = exactGate(dataType, macs, wrong);
        expect(gate.passed).toBe(false);
        expect(gate.wrong).toBeGreaterThan(0);
        expect(gate.detail).toMatch(/instead of/);
      },
    );
  });

  describe('random gate', () => {
    test('an honest kernel passes, well below the limits', () => {
      const gate = randomGate(dataType);
      expect(gate).toMatchObject({ passed: true, method: 'sampled', compared: m * n });
      const limits = planned(dataType).operation.tolerances[dataType];
      expect(gate.relativeFrobenius).toBeLessThan(limits.relativeFrobenius);
      expect(gate.scaledMaximum).toBeLessThan(limits.scaledMaximum);
    });
    test.each(['drop-k', 'unwritten-edge', 'all-nan', 'one-element', 'integers-only'] as const)(
      '%s fails',
      (wrong) => {
        const gate = randomGate(dataType, wrong);
        expect(gate.passed).toBe(false);
        expect(gate.wrong).toBeGreaterThan(0);
      },
    );
  });
});

test('a gate with NaN has no errors to report, and says where', () => {
  expect(randomGate('f32', 'unwritten-edge')).toMatchObject({
    wrong: 1,
    relativeFrobenius: null,
    scaledMaximum: null,
    detail: expect.stringMatching(/row 39, column 35 of 40 × 36\) is NaN \(never written/),
  });
});

test('many errors, each within its own limit, are wrong together', () => {
  const each = planned('f32');
  const reference = randomReference(each, defaultTunables);
  const drifted = reference.values.map((value, i) => value + 1.9e-6 * reference.magnitudes[i]!);
  const gate = judgeRandom(reference, drifted, each.operation.tolerances.f32, where);
  expect(gate).toMatchObject({ passed: false, wrong: 0 });
  expect(gate.detail).toMatch(/relative error .* of all compared elements/);
});

test('too few or too many values are wrong', () => {
  const reference = exactReference(planned('f32'), defaultTunables);
  expect(judgeExact(reference, new Float32Array(3), where).passed).toBe(false);
  const longer = new Float64Array(reference.expected.length + 1);
  longer.set(reference.expected);
  expect(judgeExact(reference, longer, where)).toMatchObject({
    passed: false,
    detail: expect.stringMatching(/1441 values came back instead of 1440/),
  });
});

test.each(['f32', 'f16', 'bf16'] as const)(
  'integer outputs of %s are exact, and not all small',
  (dataType) => {
    const { expected, fill } = exactReference(planned(dataType), defaultTunables);
    const largest = Math.max(...expected.map(Math.abs));
    expect(largest).toBeLessThanOrEqual(dataTypeTraits(dataType).largestExactInteger);
    expect(largest).toBeGreaterThan(8);
    expect(fill.kind).toBe('integers');
  },
);
