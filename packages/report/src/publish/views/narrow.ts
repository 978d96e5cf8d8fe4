import {
  type Entry,
  problemKey,
  problemTitle,
  type PublicationIndex,
} from '../../analysis/publication/publication-index.ts';
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
  /** What is chosen where the address asks for nothing; else the first. */
  first?: string;
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
    ...(all === undefined ? [] : [{ value: '', label: all }]),
    ...listOptions(items, choice),
  ];
  const find = (value: string | undefined) => options.find((option) => option.value === value);
  const chosen = find(parameters.get(parameter)) ?? find(choice.first) ?? options[0];
  if (chosen === undefined) return { control: null, value: '', items: [] };
  const { value } = chosen;
  return {
    control: { parameter, label, value, options },
    value,
    items: value === '' ? items : items.filter((item) => choice.value(item) === value),
  };
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

/** Chooses among the devices of `entries`, hardware first. */
export function narrowToDevice(
  { publication }: PublicationIndex,
  entries: readonly Entry[],
  parameters: ReadonlyMap<string, string>,
  all?: string,
): Narrowed<Entry> {
  const choice = {
    parameter: 'device',
    label: 'Device',
    value: (entry: Entry) => entry.device.key,
    title: (entry: Entry) => entry.device.title,
    order: publication.devices.map(({ key }) => key),
  };
  return narrow(entries, all === undefined ? choice : { ...choice, all }, parameters);
}

/** Chooses among the problems of `entries`; at first the one with the most work. */
export function narrowToProblem(
  entries: readonly Entry[],
  parameters: ReadonlyMap<string, string>,
): Narrowed<Entry> {
  const most = entries.reduce<Entry | undefined>(
    (best, entry) => (best === undefined || entry.case.flops > best.case.flops ? entry : best),
    undefined,
  );
  return narrow(
    entries,
    {
      parameter: 'problem',
      label: 'Problem',
      value: (entry) => problemKey(entry.case),
      title: (entry) => problemTitle(entry.case),
      ...(most === undefined ? {} : { first: problemKey(most.case) }),
    },
    parameters,
  );
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

/** The controls of a view; leaves out what offers no choice at all. */
export function controlsOf(...narrowed: readonly Pick<Narrowed<unknown>, 'control'>[]): Control[] {
  return narrowed.flatMap(({ control }) => control ?? []);
}
