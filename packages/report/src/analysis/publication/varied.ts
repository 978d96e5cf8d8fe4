import { type Entry, isMeasured, type MeasuredEntry } from './publication-index.ts';

/** What may differ between measured entries that are alike in the rest. */
export interface Variation {
  /** What is alike within a group, as one text. */
  groupOf: (entry: MeasuredEntry) => string;
  /** What differs. */
  differs: (entry: MeasuredEntry) => string;
}

/** What was measured in several runs, of one stack and case. */
export const overRuns: Variation = {
  groupOf: ({ stack, case: { id } }) => `${stack.key} ${id}`,
  differs: ({ run }) => run.id,
};

/** What was measured at several sizes, of one stack, operation and data type in a run. */
export const overSizes: Variation = {
  groupOf: ({ run, stack, case: { operation, dataType } }) =>
    `${run.id} ${stack.key} ${operation};${dataType}`,
  differs: ({ case: { problem } }) => problem,
};

/** What was measured in several variants, of one problem on a device in a run. */
export const overVariants: Variation = {
  groupOf: problemInRun,
  differs: ({ case: { variant } }) => variant,
};

/** What all devices speak beside a native stack in one run, on one device. */
export const overNative: Variation = {
  groupOf: problemInRun,
  differs: ({ stack }) => String(stack.native),
};

function problemInRun({
  run,
  device,
  case: { operation, problem, dataType },
}: MeasuredEntry): string {
  return `${run.id} ${device.key} ${operation}:${problem};${dataType}`;
}

/** The measured entries of those groups in which something differs. */
export function listVaried(
  entries: readonly Entry[],
  { groupOf, differs }: Variation,
): ReadonlySet<Entry> {
  const groups = Map.groupBy(entries.filter(isMeasured), groupOf);
  return new Set([...groups.values()].filter((own) => new Set(own.map(differs)).size > 1).flat());
}

/** Whether there are any: most often the first entries tell. */
export function isVaried(entries: readonly Entry[], { groupOf, differs }: Variation): boolean {
  const firsts = new Map<string, string>();
  return entries.some((entry) => {
    if (!isMeasured(entry)) return false;
    const [group, own] = [groupOf(entry), differs(entry)];
    const first = firsts.get(group) ?? own;
    firsts.set(group, first);
    return first !== own;
  });
}
