import { expect, test } from 'vitest';
import { z } from 'zod';
import { fastCheckOf, outcomeLineSchema } from '../src/index.ts';

const gate = {
  gate: 'exact',
  output: 'c',
  passed: true,
  method: 'whole',
  compared: 1,
  wrong: 0,
  detail: null,
  relativeFrobenius: null,
  scaledMaximum: 1e-7,
};

const reading = {
  smClockMhz: 1980,
  memoryClockMhz: null,
  powerW: 412.5,
  temperatureC: 41,
  throttleReasons: ['idle'],
  foreignProcesses: 0,
};

const ok = {
  type: 'outcome',
  case: 'gemm/naive:m=1,n=1,k=1;f32',
  stack: 'webgpu:dawn/swiftshader',
  round: 0,
  tookNs: 0,
  programDigest: '0123456789abcdef',
  status: 'ok',
  kernelNs: [1000, 1001],
  repetitions: 1,
  bufferSets: 1,
  caches: 'hot',
  callLatencyNs: 2000,
  firstCallNs: 3000,
  buildNs: 0,
  samplingNs: 5000,
  dropped: 0,
  stoppedBy: 'time',
  conditions: { before: reading, after: reading },
  notes: { library: 'cublas', chosen: [1, { deep: null }] },
  verification: { gates: [gate] },
};

const failed = {
  type: 'outcome',
  case: ok.case,
  stack: ok.stack,
  round: 1,
  status: 'crash',
  reason: 'it died',
};

const check = fastCheckOf(outcomeLineSchema);

test('outcomes are taken at once, what their notes hold included', () => {
  expect(check(ok)).toBe(true);
  expect(check(failed)).toBe(true);
});

/** What may stand in the place of any value. */
const others = [
  undefined,
  null,
  true,
  'other',
  '',
  NaN,
  Infinity,
  -1,
  0,
  0.5,
  1,
  1e-9,
  1e16,
  1e30,
  [],
  [null],
  {},
  { before: 1 },
];

test('what is taken at once, the schema gives back as it is, whatever stands in the place of a value', () => {
  let taken = 0;
  for (const line of [ok, failed]) {
    for (const path of pathsOf(line)) {
      for (const other of [...others, leaveOut, add]) {
        const changed = change(line, path, other);
        if (!check(changed)) continue;
        taken++;
        expect(outcomeLineSchema.parse(changed)).toEqual(changed);
      }
    }
  }
  expect(taken).toBeGreaterThan(100);
});

test('what the schema refuses for two fields together is not taken', () => {
  expect(check({ ...ok, verification: { gates: [{ ...gate, wrong: 1 }] } })).toBe(false);
  expect(check({ ...ok, verification: { gates: [{ ...gate, passed: false, wrong: 2 }] } })).toBe(
    false,
  );
});

test('a field that the schema leaves out is left to the schema', () => {
  expect(check({ ...failed, kernelNs: [1] })).toBe(false);
  expect(outcomeLineSchema.parse({ ...failed, kernelNs: [1] })).toEqual(failed);
});

test('of a schema that it has no words for it takes nothing', () => {
  for (const schema of [z.looseObject({}), z.string().trim(), z.number().multipleOf(2)]) {
    expect(fastCheckOf(schema)({})).toBe(false);
    expect(fastCheckOf(schema)(' a ')).toBe(false);
    expect(fastCheckOf(schema)(4)).toBe(false);
  }
});

const leaveOut = Symbol('leave out');
const add = Symbol('add');

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return [
    [],
    ...Object.entries(value).flatMap(([name, item]) =>
      pathsOf(item).map((path) => [name, ...path]),
    ),
  ];
}

function change(value: unknown, [name, ...path]: readonly string[], other: unknown): unknown {
  if (name === undefined) {
    return other === add ? { ...(value as object), other: 1 } : other;
  }
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string,
    unknown
  >;
  if (path.length === 0 && other === leaveOut) {
    return Array.isArray(copy) ? copy.toSpliced(Number(name), 1) : omit(copy, name);
  }
  copy[name] = change(copy[name], path, other);
  return copy;
}

function omit(fields: Record<string, unknown>, name: string): unknown {
  return Object.fromEntries(Object.entries(fields).filter(([own]) => own !== name));
}
