import { type Entry, isMeasured } from './publication-index.ts';

/** What was measured in several runs, of one stack and case. */
export function overRuns(entries: readonly Entry[]): ReadonlySet<Entry> {
  return variedIn(
    entries,
    ({ stack, case: { id } }) => `${stack.key} ${id}`,
    ({ run }) => run.id,
  );
}

/** What was measured at several sizes, of one stack, operation and data type in a run. */
export function overSizes(entries: readonly Entry[]): ReadonlySet<Entry> {
  return variedIn(
    entries,
    ({ run, stack, case: { operation, dataType } }) =>
      `${run.id} ${stack.key} ${operation};${dataType}`,
    ({ case: { problem } }) => problem,
  );
}

/** What was measured in several variants, of one problem on a device in a run. */
export function overVariants(entries: readonly Entry[]): ReadonlySet<Entry> {
  return variedIn(entries, problemInRun, ({ case: { variant } }) => variant);
}

/** What all devices speak beside a native stack in one run, on one device. */
export function overNative(entries: readonly Entry[]): ReadonlySet<Entry> {
  return variedIn(entries, problemInRun, ({ stack }) => String(stack.native));
}

function problemInRun({ run, device, case: { operation, problem, dataType } }: Entry): string {
  return `${run.id} ${device.key} ${operation}:${problem};${dataType}`;
}

/** The measured entries of those groups in which something differs. */
function variedIn(
  entries: readonly Entry[],
  groupOf: (entry: Entry) => string,
  differs: (entry: Entry) => string,
): ReadonlySet<Entry> {
  const groups = Map.groupBy(entries.filter(isMeasured), groupOf);
  return new Set([...groups.values()].filter((own) => new Set(own.map(differs)).size > 1).flat());
}
