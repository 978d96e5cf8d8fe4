import {
  type Entry,
  problemKey,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
import { weightOf } from '../../analysis/publication/weight.ts';
import { runTitle } from './cells.ts';
import type { Control } from './view.ts';

/** What the reader can choose among. */
export interface Choice<T> {
  /** Its name in the address. */
  parameter: string;
  label: string;
  value: (item: T) => string;
  /** What a value is called; itself, where nothing is said. */
  title?: (item: T) => string;
  /** Which values come first; others follow in the order of the items. */
  order?: readonly string[];
  /** What choosing nothing is called, where everything may be seen at once. */
  all?: string;
  /** Where the address asks for nothing, the value whose items weigh most is chosen; without it, all or the first. */
  weight?: (item: T) => number;
}

/** The items that have the chosen value, all of them where none is chosen; and the control that chooses. */
export interface Narrowed<T> {
  /** Null where there is nothing to choose from. */
  control: Control | null;
  /** Empty where everything is chosen, or nothing can be. */
  value: string;
  items: readonly T[];
}

/** Lets the address choose one value of `items`, and keeps those that have it. */
export function narrow<T>(
  items: readonly T[],
  choice: Choice<T>,
  parameters: ReadonlyMap<string, string>,
): Narrowed<T> {
  const { parameter, label, all } = choice;
  const options = [
    ...(all === undefined ? [] : [{ value: everything, label: all }]),
    ...listOptions(items, choice),
  ];
  const find = (value: string | undefined) => options.find((option) => option.value === value);
  const chosen =
    find(parameters.get(parameter)) ?? find(heaviest(items, choice, options)) ?? options[0];
  if (chosen === undefined) return { control: null, value: '', items: [] };
  const { value } = chosen;
  const control = { parameter, label, value, options };
  if (value === everything && all !== undefined) return { control, value: '', items };
  return { control, value, items: items.filter((item) => choice.value(item) === value) };
}

/** In the address, that nothing is left out. */
const everything = 'all';

/** The value whose items weigh most together, of equals the first that is offered. */
function heaviest<T>(
  items: readonly T[],
  { value, weight }: Choice<T>,
  options: Control['options'],
): string | undefined {
  if (weight === undefined) return undefined;
  const weights = new Map<string, number>();
  for (const item of items)
    weights.set(value(item), (weights.get(value(item)) ?? 0) + weight(item));
  const weightOfOption = (option: Control['options'][number]) => weights.get(option.value) ?? -1;
  return options.reduce<Control['options'][number] | undefined>(
    (most, option) =>
      most === undefined || weightOfOption(option) > weightOfOption(most) ? option : most,
    undefined,
  )?.value;
}

function listOptions<T>(
  items: readonly T[],
  { value, title = value, order = [] }: Choice<T>,
): Control['options'] {
  const labels = new Map<string, string>();
  for (const item of items) {
    const key = value(item);
    if (!labels.has(key)) labels.set(key, title(item));
  }
  const known = order.filter((key) => labels.has(key));
  return [...new Set([...known, ...labels.keys()])].map((key) => ({
    value: key,
    label: labels.get(key) ?? key,
  }));
}

/**
 * Chooses among the devices of `entries`: at first the hardware that was measured most; where a view is about
 * some results alone, the one that has most of those.
 */
export function narrowToDevice(
  { publication }: PublicationIndex,
  entries: readonly Entry[],
  parameters: ReadonlyMap<string, string>,
  { about, all }: { about?: ReadonlySet<Entry>; all?: string } = {},
): Narrowed<Entry> {
  return narrow(
    entries,
    {
      parameter: 'device',
      label: 'Device',
      value: (entry) => entry.device.key,
      title: (entry) => entry.device.title,
      order: publication.devices.map(({ key }) => key),
      ...(all === undefined ? {} : { all }),
      ...(about === undefined ? {} : { weight: (entry) => Number(about.has(entry)) }),
    },
    parameters,
  );
}

/**
 * Chooses among the runs of a device: at first the one that tells most, since what two runs say differs by
 * more than the stacks. All together, each result is the firmest that there is.
 */
export function narrowToRun(
  index: PublicationIndex,
  entries: readonly Entry[],
  parameters: ReadonlyMap<string, string>,
  about?: ReadonlySet<Entry>,
): Narrowed<Entry> {
  const isSeveral = new Set(entries.map((entry) => entry.run.id)).size > 1;
  const run = narrow(
    entries.toReversed(),
    {
      parameter: 'run',
      label: 'Run',
      value: (entry) => entry.run.id,
      title: (entry) => runTitle(entry.run),
      ...(isSeveral ? { all: 'all runs: of each result the firmest' } : {}),
      weight: weightIn(about),
    },
    parameters,
  );
  if (run.value !== '') return { ...run, items: run.items.toReversed() };
  const asked = new Set(entries);
  return { ...run, items: index.current.filter((entry) => asked.has(entry)) };
}

/** Chooses among the problems of `entries`: at first the one that most is known of, of equals the most work. */
export function narrowToProblem(
  entries: readonly Entry[],
  parameters: ReadonlyMap<string, string>,
  about?: ReadonlySet<Entry>,
): Narrowed<Entry> {
  const weight = weightIn(about);
  return narrow(
    entries,
    {
      parameter: 'problem',
      label: 'Problem',
      value: (entry) => problemKey(entry.case),
      title: (entry) => problemTitle(entry.case),
      weight: (entry) => weight(entry) * (1 + Math.log10(1 + entry.case.flops) / 1e3),
    },
    parameters,
  );
}

/** How much results tell; of those that a view is not about, nothing. */
function weightIn(about: ReadonlySet<Entry> | undefined): (entry: Entry) => number {
  return (entry) => (about === undefined || about.has(entry) ? weightOf(entry.result) : 0);
}

export const byOperation: Choice<Entry> = {
  parameter: 'operation',
  label: 'Operation',
  value: (entry) => entry.case.operation,
};

export const byDataType: Choice<Entry> = {
  parameter: 'type',
  label: 'Data type',
  value: (entry) => entry.case.dataType,
};

export const byVariant: Choice<Entry> = {
  parameter: 'variant',
  label: 'Variant',
  value: (entry) => entry.case.variant,
};

export const byStack: Choice<Entry> = {
  parameter: 'stack',
  label: 'Stack',
  value: (entry) => entry.stack.id,
};

/** At first what most is known of. */
export function heaviestFirst(choice: Choice<Entry>, about?: ReadonlySet<Entry>): Choice<Entry> {
  return { ...choice, weight: weightIn(about) };
}

/** The controls of a view; leaves out what offers no choice at all. */
export function controlsOf(...narrowed: readonly Pick<Narrowed<unknown>, 'control'>[]): Control[] {
  return narrowed.flatMap(({ control }) => control ?? []);
}
