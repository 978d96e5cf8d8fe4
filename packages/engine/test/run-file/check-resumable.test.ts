import { type Header, type Run } from '@stackbench/model';
import { expect, test } from 'vitest';
import {
  checkResumable,
  createHeader,
  executeRun,
  isFinished,
  planRun,
  type Provenance,
  type RunPlan,
} from '../../src/index.ts';
import { fakeCatalog, fakeDriver, fakeStack, quickTunables } from '../fake/fake-stack.ts';

const kernels = { first: {}, second: { wrong: 'all-nan' } } as const;

const provenance: Provenance = {
  commit: '94590aa20a47804d9fc944694128f4ee5088df77',
  dirty: false,
  version: '0.1.0',
  machine: {
    platform: 'linux',
    arch: 'x64',
    osVersion: '6.1',
    cpu: 'a processor',
    cpuCount: 2,
    memoryBytes: 2 ** 34,
    nvidiaDriver: '580.65.06',
  },
};

function plan(change: Partial<Parameters<typeof fakeDriver>[0]> = {}, facts = {}): RunPlan {
  const stack = { ...fakeStack, facts: { ...fakeStack.facts, ...facts } };
  return planRun({
    catalog: fakeCatalog(kernels),
    cases: ['gemm/first', 'gemm/second', 'gemm/best'],
    stacks: [{ stack, driver: fakeDriver({ ...kernels, ...change }) }],
    suite: 'tiny',
    rounds: 1,
    tunables: quickTunables,
  });
}

const header = createHeader(plan(), { argv: [], startedAt: new Date('2026-01-01'), ...provenance });
const run: Run = { header, outcomes: await executeRun(plan()), footer: null };

/** What is said when the rest is measured under another configuration. */
async function refusal(
  now: Provenance,
  changedPlan: RunPlan = plan(),
  changedHeader: Partial<Header> = {},
) {
  const changed = { ...run, header: { ...header, ...changedHeader } };
  return checkResumable(changedPlan, changed, now).then(
    () => null,
    (error: Error & { fix?: string }) => `${error.message}. ${error.fix}`,
  );
}

test('a run goes on where everything is as it was', async () => {
  expect(run.outcomes.map(({ status }) => status)).toEqual(['ok', 'wrong-result', 'ok']);
  expect(await refusal(provenance)).toBeNull();
});

test.each<[string, Partial<Provenance>, string]>([
  ['commit', { commit: 'another' }, 'commit was 94590aa20a47804d9fc944694128f4ee5088df77 and is'],
  ['work tree', { dirty: true }, 'uncommitted changes was false and is true'],
  ['version', { version: '0.2.0' }, 'version was 0.1.0 and is 0.2.0'],
  ['CPU', { machine: { ...provenance.machine, cpu: 'another' } }, 'cpu was a processor and is'],
  [
    'driver',
    { machine: { ...provenance.machine, nvidiaDriver: null } },
    'nvidiaDriver was 580.65.06 and is null',
  ],
])('another %s is refused by name, with what to do', async (_, change, named) => {
  const said = await refusal({ ...provenance, ...change });
  expect(said).toContain(named);
  expect(said).toMatch(/start a new run\.$/);
});

test('the commit to go on with is named', async () => {
  expect(await refusal({ ...provenance, commit: 'another' })).toContain(
    'Check out 94590aa20a47804d9fc944694128f4ee5088df77',
  );
});

test.each<[string, object, string]>([
  ['has another value', { adapter: 'other' }, 'adapter of webgpu:fake/simulated was fake and is'],
  ['is new', { cudnnVersion: '9.5' }, 'cuDNN of webgpu:fake/simulated was absent and is 9.5'],
])('a fact of a stack that %s is refused', async (_, facts, named) => {
  expect(await refusal(provenance, plan({}, facts))).toContain(named);
});

test('cases that counted as other work are refused', async () => {
  const cases = header.cases.map((record) => ({ ...record, flops: record.flops / 2 }));
  expect(await refusal(provenance, plan(), { cases })).toContain(
    'FLOP of gemm/first:m=12,n=10,k=8;f32 was 960 and is 1920',
  );
});

test.each([
  ['measured', { first: { flopsPerNs: 2 } }, 'gemm/first'],
  ['wrong', { second: {} }, 'gemm/second'],
])('an edited kernel that was %s before is refused', async (_, change, name) => {
  expect(await refusal(provenance, plan(change))).toContain(
    `what ${name}:m=12,n=10,k=8;f32 runs on webgpu:fake/simulated has changed`,
  );
});

test('a run without digests, of before, goes on by what it tells', async () => {
  const outcomes = run.outcomes.map(({ programDigest: _digest, ...outcome }) => outcome);
  const older = { ...run, outcomes: outcomes as Run['outcomes'] };
  await expect(checkResumable(plan({ second: {} }), older, provenance)).resolves.toBeUndefined();
});

test('a run is finished with its footer and every outcome, none of them interrupted', () => {
  const footer = { type: 'footer', endedAt: '2026-01-01T00:00:00.000Z', counts: {} } as const;
  expect(isFinished({ ...run, footer })).toBe(true);
  expect(isFinished(run)).toBe(false);
  expect(isFinished({ ...run, footer, outcomes: run.outcomes.slice(1) })).toBe(false);
  const [first, ...rest] = run.outcomes;
  const { case: id, stack, round } = first!;
  const cut = { case: id, stack, round, status: 'interrupted', reason: 'stopped' } as const;
  expect(isFinished({ ...run, footer, outcomes: [cut, ...rest] })).toBe(false);
});
