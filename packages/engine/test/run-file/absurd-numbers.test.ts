import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTunables } from '@stackbench/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHeader, readRunFile, reopenRunFile } from '../../src/index.ts';

const runs = join(import.meta.dirname, '../../../../results/published/runs');
const published = readdirSync(runs);
/** A run as it was measured: header, first outcome with a time, and a footer that counts it. */
const newest = readFileSync(join(runs, published.toSorted().at(-1)!), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown>);
const layer = { network: 'a network', batch: 1, count: 1, operations: 1 };
const [first, ...others] = newest[0]!['cases'] as object[];
const measured = [
  { ...newest[0], cases: [{ ...first, layer }, ...others] },
  newest.find(({ status }) => status === 'ok'),
  { ...newest.at(-1), counts: { ok: 1 } },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackbench-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The run with one value put in the place of another. */
function spoil(line: number, field: string, value: unknown): string {
  const lines = structuredClone(measured);
  const names = field.split('.');
  let held = lines[line - 1] as Record<string, unknown>;
  for (const name of names.slice(0, -1)) held = held[name] as Record<string, unknown>;
  held[names.at(-1)!] = value;
  const path = join(folder, 'x.jsonl');
  // JSON has no infinity, and readers make one of 1e999.
  const text = lines.map((each) => JSON.stringify(each).replaceAll('"1e999"', '1e999'));
  writeFileSync(path, `${text.join('\n')}\n`);
  return path;
}

test('what was published is read', async () => {
  for (const name of published) {
    const { outcomes, footer } = await readRunFile(join(runs, name));
    expect([outcomes.length > 0, footer === null]).toEqual([true, false]);
  }
  const { outcomes } = await readRunFile(spoil(1, 'suite', 'quick'));
  expect(outcomes).toHaveLength(1);
});

describe('a number that nothing can have is refused with its line, its field and what it may be', () => {
  test.each<[line: number, field: string, value: unknown, allowed: RegExp]>([
    [1, 'startedAt', '0001-01-01T00:00:00.000Z', /years 2020 to 2099/],
    [1, 'startedAt', '1969-12-31T23:59:59.999Z', /years 2020 to 2099/],
    [1, 'startedAt', '9999-12-31T23:59:59.999Z', /years 2020 to 2099/],
    [1, 'startedAt', '2026-02-30T00:00:00.000Z', /ISO/],
    [1, 'startedAt', 1_700_000_000, /string/],
    [1, 'rounds', 1e9, /<=1000/],
    [1, 'rounds', 0, />=1/],
    [1, 'rounds', 2.5, /int/],
    [1, 'machine.cpuCount', -2, />=1/],
    [1, 'machine.cpuCount', 1e9, /<=65536/],
    [1, 'machine.memoryBytes', 1e300, /./],
    [1, 'machine.memoryBytes', 1, />=1048576/],
    [1, 'tunables.seed', -1, />=0/],
    [1, 'tunables.minSampleMs', 1e300, /<=1000000000/],
    [1, 'tunables.targetInterval', 1e9, /<=1000/],
    [1, 'tunables.caseBudgetMs', '1e999', /number/],
    [1, 'tunables.minSampleQuanta', 0, />0/],
    [1, 'tunables.maxBufferSets', 2 ** 40, /<=65536/],
    [1, 'cases.0.flops', 0, /above 0 where the throughput counts it/],
    [1, 'cases.0.flops', 1e-300, /0, or at least 1/],
    [1, 'cases.0.flops', 1e300, /<=1e\+26/],
    [1, 'cases.0.bytes', -8, />=1/],
    [1, 'cases.0.layer.count', 1e12, /<=1000000/],
    [2, 'round', -1, />=0/],
    [2, 'round', 1e9, /<=999/],
    [2, 'kernelNs.0', 1e-300, />=0.001/],
    [2, 'kernelNs.0', -5, />=0.001/],
    [2, 'kernelNs.0', 1e300, /<=1000000000000000/],
    [2, 'kernelNs.0', null, /number/],
    [2, 'repetitions', 1e15, /<=100000000000/],
    [2, 'repetitions', -1, />=1/],
    [2, 'bufferSets', 1e9, /<=65536/],
    [2, 'callLatencyNs', 0, />=0.001/],
    [2, 'firstCallNs', 1e-12, />=0.001/],
    [2, 'buildNs', 1e-300, /0, or at least 0.001/],
    [2, 'buildNs', -1, />=0/],
    [2, 'buildNs', 1e300, /<=1000000000000000/],
    [2, 'samplingNs', 1e18, /<=1000000000000000/],
    [2, 'dropped', -3, />=0/],
    [2, 'verification.gates.0.compared', -1, />=0/],
    [2, 'verification.gates.0.wrong', 1e300, /./],
    [2, 'verification.gates.0.wrong', 1, /0 where the gate has passed/],
    [2, 'verification.gates.0.relativeFrobenius', -1e-6, />=0/],
    [2, 'verification.gates.0.scaledMaximum', 1e200, /<=1e\+100/],
    [2, 'status', 'fine', /one of ok, wrong-result/],
    [2, 'type', 'outcomes', /'header', 'outcome' or 'footer'/],
    [3, 'endedAt', '0001-01-01T00:00:00Z', /years 2020 to 2099/],
    [3, 'endedAt', '2021-01-01T00:00:00Z', /the run began at/],
    [3, 'counts.ok', -1, />=0/],
    [3, 'counts.ok', 1e300, /./],
  ])('line %i: %s is %s', async (line, field, value, allowed) => {
    const path = spoil(line, field, value);
    const wrong = expect.objectContaining({
      name: 'BenchError',
      message: expect.stringMatching(allowed),
    });
    await expect(readRunFile(path)).rejects.toEqual(wrong);
    await expect(readRunFile(path)).rejects.toThrow(`x.jsonl, line ${line}: `);
    await expect(readRunFile(path)).rejects.toThrow(` ${field} is `);
    await expect(reopenRunFile(path)).rejects.toEqual(wrong);
  });

  test('a field that is missing is named', async () => {
    await expect(readRunFile(spoil(2, 'samplingNs', undefined))).rejects.toThrow(
      /line 2: it is no line of a run file: samplingNs is missing/,
    );
  });

  test('more work a second than any device does', async () => {
    const path = spoil(2, 'kernelNs', [0.001, 0.002, 0.003]);
    const lines = readFileSync(path, 'utf8').split('\n');
    const header = JSON.parse(lines[0]!) as { cases: { flops: number }[] };
    for (const each of header.cases) each.flops = 1e26;
    writeFileSync(path, [JSON.stringify(header), ...lines.slice(1)].join('\n'));
    await expect(readRunFile(path)).rejects.toThrow(
      /line 2: kernelNs tells 1.0e\+38 FLOP\/s, and nothing computes more than/,
    );
  });

  test.each([
    ['negative', -1],
    ['endless', 1e300],
    ['no number', 'many'],
  ])('a fact that is %s', async (_, threads) => {
    await expect(readRunFile(spoil(1, 'stacks.0.facts.threads', threads))).rejects.toThrow(
      /line 1: threads of \S+ is .*, and would be a number from 0 to 2\^64/,
    );
  });

  test('more outcomes than cases, stacks and rounds make', async () => {
    await expect(readRunFile(spoil(3, 'counts', { ok: 1e6, crash: 1 }))).rejects.toThrow(
      /line 3: it counts 1000001 outcomes, and the run has \d+/,
    );
  });
});

test('a machine whose clock was never set begins no run that cannot be read', () => {
  const plan = { suite: 'quick', cases: [], stacks: [], rounds: 1, tunables: defaultTunables };
  const { machine } = newest[0] as unknown as { machine: never };
  const options = { argv: [], commit: null, dirty: null, version: '0.1.0', machine };
  expect(() => createHeader(plan, { ...options, startedAt: new Date(0) })).toThrow(
    /clock says 1970-01-01/,
  );
});
