import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  currentHeaderSchema,
  defaultTunables,
  fastCheckOf,
  headerSchema,
  outcomeLineSchema,
  schemaVersion,
} from '../src/index.ts';

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

const header = {
  type: 'header',
  schemaVersion,
  runId: 'made-1',
  startedAt: '2026-01-01T00:00:00.000Z',
  argv: ['--rounds', '10'],
  commit: null,
  dirty: null,
  version: '0.1.0',
  machine: {
    platform: 'linux',
    arch: 'x64',
    osVersion: 'Debian',
    cpu: 'A Made-up CPU',
    cpuCount: 2,
    memoryBytes: 2 ** 34,
    nvidiaDriver: null,
  },
  suite: 'quick',
  rounds: 10,
  tunables: defaultTunables,
  fleet: { matrixId: 'm', shard: 0, shards: 2, nodeToken: '0123456789ab', probeNs: [1000] },
  stacks: [
    {
      id: ok.stack,
      kind: 'webgpu',
      software: true,
      native: false,
      available: true,
      facts: { adapter: { vendor: 'google' }, limits: [1, null] },
    },
  ],
  cases: [
    {
      id: ok.case,
      operation: 'gemm',
      variant: 'naive',
      problem: 'm=1,n=1,k=1',
      dataType: 'f32',
      work: 'flops',
      flops: 2,
      bytes: 12,
    },
  ],
};

const checkHeader = fastCheckOf(currentHeaderSchema);

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

test('headers are taken at once, too, and no other than the schema gives back as it is', () => {
  expect(checkHeader(header)).toBe(true);
  let taken = 0;
  for (const path of pathsOf(header)) {
    for (const other of [...others, leaveOut, add]) {
      const changed = change(header, path, other);
      if (!checkHeader(changed)) continue;
      taken++;
      expect(headerSchema.parse(changed)).toEqual(changed);
    }
  }
  expect(taken).toBeGreaterThan(100);
  const [record] = header.cases;
  expect(checkHeader({ ...header, cases: [{ ...record, flops: 0 }] })).toBe(false);
  expect(checkHeader({ ...header, startedAt: '2026-01-01' })).toBe(false);
  const [{ native: _, ...older }] = header.stacks as [(typeof header.stacks)[number]];
  expect(checkHeader({ ...header, stacks: [older] })).toBe(false);
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
