import { defaultTunables, type KernelVariant, noCaseBudgetMs } from '@stackbench/model';
import { expect, test } from 'vitest';
import { listCases } from '../../src/index.ts';
import { createHistory, type History } from '../../src/measurement/history.ts';
import { predictOverrun, predictRepetition } from '../../src/measurement/predict.ts';
import { fakeCatalog, fakeStack } from '../fake/fake-stack.ts';

const catalog = fakeCatalog({ slow: {}, fast: {} }, [
  'm=10,n=10,k=10',
  'm=20,n=10,k=10',
  'm=100,n=100,k=100',
]);
const cases = listCases(catalog, catalog.suites.get('tiny')!);
const [small, medium, large] = ['m=10,', 'm=20,', 'm=100'].map((start) =>
  cases.find(({ record }) => record.problem.startsWith(start))!,
) as [(typeof cases)[0], (typeof cases)[0], (typeof cases)[0]];

const slow = { name: 'slow', dataTypes: {} } as KernelVariant;
const software = { ...fakeStack, software: true };

const repetitionNs = (history: History, variant: string) =>
  predictRepetition({ history, tunables: defaultTunables }, large, variant)?.repetitionNs;

function overrun(
  history: History,
  variant: KernelVariant,
  { stack = software, tunables = defaultTunables } = {},
) {
  return predictOverrun({ history, stack, tunables }, large, variant);
}

test('nothing known, nothing predicted: the case runs', () => {
  expect(repetitionNs(createHistory(), 'slow')).toBeUndefined();
  expect(overrun(createHistory(), slow)).toBeNull();
});

test("a variant's own run on the largest problem so far is what counts", () => {
  const history = createHistory();
  history.noteSpeed(medium, 'slow', 4000);
  history.noteSpeed(small, 'slow', 9000);
  expect(repetitionNs(history, 'slow')).toBe(4000 * 500);
});

test('a variant not seen yet is granted to be much faster than the fastest, so that it gets its chance', () => {
  const history = createHistory();
  history.noteSpeed(small, 'slow', 9000);
  history.noteSpeed(small, 'fast', 1000);
  expect(repetitionNs(history, 'unseen')).toBe((1000 * 1000) / defaultTunables.unseenSpeedup);
  expect(repetitionNs(history, 'fast')).toBe(1000 * 1000);
});

test('verification and warm-up count, too', () => {
  const history = createHistory();
  history.noteSpeed(small, 'slow', 14.9e6);
  expect(overrun(history, slow)).toBeNull();
  history.noteSpeed(small, 'slow', 15.1e6);
  expect(overrun(history, slow)?.status).toBe('skipped');
});

test('a tile made for GPUs costs its compilation on software, which the reason says', () => {
  const tunables = { ...defaultTunables, caseBudgetMs: defaultTunables.softwareTileBuildMs - 1 };
  const tile = { ...slow, gpuTile: true };
  const skipped = overrun(createHistory(), tile, { tunables });
  expect(skipped?.status).toBe('skipped');
  expect(skipped?.reason).toMatch(/made for GPUs.*--case-budget/);
  const hardware = { ...software, software: false };
  expect(overrun(createHistory(), tile, { tunables, stack: hardware })).toBeNull();
  expect(overrun(createHistory(), slow, { tunables })).toBeNull();
});

test('what its suite has for hardware alone is skipped on software, unless everything is asked for', () => {
  const planned = { ...large, hardwareOnly: true };
  const on = (stack: typeof software, tunables = defaultTunables) =>
    predictOverrun({ history: createHistory(), stack, tunables }, planned, slow);
  expect(on(software)?.reason).toMatch(/hardware alone.*--force/);
  expect(on(software, { ...defaultTunables, caseBudgetMs: noCaseBudgetMs })).toBeNull();
  expect(on({ ...software, software: false })).toBeNull();
});

test('what a framework compiles costs seconds on a CPU, which the reason says', () => {
  const tunables = { ...defaultTunables, caseBudgetMs: defaultTunables.softwareCompileMs - 1 };
  const compiled: KernelVariant = { ...slow, dataTypes: { compiled: ['f32'] } };
  const skipped = overrun(createHistory(), compiled, { tunables });
  expect(skipped?.reason).toMatch(/torch\.compile takes seconds.*--case-budget/);
  expect(
    overrun(createHistory(), compiled, { tunables, stack: { ...software, software: false } }),
  ).toBeNull();
});
