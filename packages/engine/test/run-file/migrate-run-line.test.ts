import { expect, test } from 'vitest';
import { migrateRunLine } from '../../src/run-file/migrate-run-line.ts';

const gate = {
  passed: true,
  method: 'whole',
  compared: 1,
  wrong: 0,
  detail: null,
  relativeFrobenius: null,
  scaledMaximum: null,
};

const outcome = (verification: unknown) => ({ type: 'outcome', status: 'ok', verification });

test('the two gates that version 1 had become a list, in their order', () => {
  const migrated = migrateRunLine(outcome({ exact: gate, random: { ...gate, compared: 7 } }));
  expect(migrated).toEqual(
    outcome({
      gates: [
        { gate: 'exact', ...gate },
        { gate: 'random', ...gate, compared: 7 },
      ],
    }),
  );
});

test('a gate that was not asked, since the one before failed, is left out', () => {
  const failed = { ...gate, passed: false, wrong: 3 };
  expect(migrateRunLine(outcome({ exact: failed, random: null }))).toEqual(
    outcome({ gates: [{ gate: 'exact', ...failed }] }),
  );
});

test('a gate that was not asked although the one before passed has not been passed', () => {
  expect(migrateRunLine(outcome({ exact: gate, random: null }))).toMatchObject({
    verification: {
      gates: [
        { gate: 'exact', passed: true },
        { gate: 'random', passed: false, compared: 0, detail: 'it was not asked' },
      ],
    },
  });
});

test('the throughput of cases of version 1 counts flops', () => {
  const header = { type: 'header', schemaVersion: 1, cases: [{ id: 'x', flops: 2, bytes: 3 }] };
  expect(migrateRunLine(header)).toEqual({
    type: 'header',
    schemaVersion: 2,
    cases: [{ id: 'x', work: 'flops', flops: 2, bytes: 3 }],
  });
});

test("what is of today's shape, or of none, stays as it is", () => {
  const today = outcome({ gates: [{ gate: 'exact', ...gate }] });
  for (const line of [today, { type: 'footer' }, { type: 'header', cases: 3 }, null, 7, []]) {
    expect(migrateRunLine(line)).toBe(line);
  }
  const broken = { type: 'header', schemaVersion: 1, cases: [7] };
  expect(migrateRunLine(broken)).toMatchObject({ cases: [7] });
});
