import { schemaVersion } from '@stackbench/model';

/** Versions of the run file's shape that are still read. */
export const olderVersions: readonly number[] = [1];

type Fields = Readonly<Record<string, unknown>>;

/**
 * A line in today's shape, whatever version of stackbench wrote it. Only what an older version left
 * out or named otherwise is touched; whether the rest is right is for the schema to tell.
 */
export function migrateRunLine(line: unknown): unknown {
  if (!isFields(line)) return line;
  if (line['type'] === 'header' && olderVersions.some((older) => line['schemaVersion'] === older)) {
    return migrateHeader(line);
  }
  return line['type'] === 'outcome' ? migrateOutcome(line) : line;
}

/** Version 1 knew no work but flops. */
function migrateHeader(header: Fields): Fields {
  const { cases } = header;
  return {
    ...header,
    schemaVersion,
    cases: Array.isArray(cases)
      ? cases.map((each) => (isFields(each) ? { work: 'flops', ...each } : each))
      : cases,
  };
}

/**
 * Version 1 had two gates by name. Its outcomes do not tell their version: a resumed run has lines of
 * both.
 */
function migrateOutcome(outcome: Fields): Fields {
  const { verification } = outcome;
  if (!isFields(verification)) return outcome;
  const { exact, random } = verification;
  if (!isFields(exact)) return outcome;
  const second = isFields(random) ? [random] : exact['passed'] === true ? [notAsked] : [];
  const gates = [
    { gate: 'exact', ...exact },
    ...second.map((each) => ({ gate: 'random', ...each })),
  ];
  return { ...outcome, verification: { gates } };
}

/** What was not verified in full must not pass for it. */
const notAsked = {
  passed: false,
  method: 'sampled',
  compared: 0,
  wrong: 0,
  detail: 'it was not asked',
  relativeFrobenius: null,
  scaledMaximum: null,
};

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
