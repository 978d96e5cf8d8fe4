import type { PublishedCase } from '../publication.ts';
import {
  type Entry,
  problemKey,
  problemTitle,
  type PublicationIndex,
} from './publication-index.ts';
import type { Control } from './view.ts';

/**
 * A control over `options`: what the address asks for, else `fallback`, else the first. Null when
 * there is nothing to choose from.
 */
export function choose(
  parameter: string,
  label: string,
  options: Control['options'],
  parameters: ReadonlyMap<string, string>,
  fallback?: string,
): Control | null {
  const find = (value: string | undefined) => options.find((option) => option.value === value);
  const chosen = find(parameters.get(parameter)) ?? find(fallback) ?? options[0];
  return chosen === undefined ? null : { parameter, label, value: chosen.value, options };
}

/** Chooses among the devices of `entries`. */
export function chooseDevice(
  index: PublicationIndex,
  parameters: ReadonlyMap<string, string>,
  entries: readonly Entry[] = index.current,
): Control | null {
  const present = new Set(entries.map((entry) => entry.device.key));
  const options = index.publication.devices
    .filter((device) => present.has(device.key))
    .map((device) => ({ value: device.key, label: device.title }));
  return choose('device', 'Device', options, parameters);
}

/** Chooses among the problems of `entries`; at first the one with the most work. */
export function chooseProblem(
  entries: readonly Entry[],
  parameters: ReadonlyMap<string, string>,
): Control | null {
  const first = entries.reduce<Entry | undefined>(
    (most, entry) => (most === undefined || entry.case.flops > most.case.flops ? entry : most),
    undefined,
  );
  return choose(
    'problem',
    'Problem',
    optionsOf(entries, problemKey, problemTitle),
    parameters,
    first === undefined ? undefined : problemKey(first.case),
  );
}

/** Distinct values of the cases of `entries`, as options. */
export function optionsOf(
  entries: readonly Entry[],
  value: (record: PublishedCase) => string,
  label: (record: PublishedCase) => string = value,
): Control['options'] {
  const found = new Map<string, string>();
  for (const { case: record } of entries) {
    const key = value(record);
    if (!found.has(key)) found.set(key, label(record));
  }
  return [...found].map(([key, text]) => ({ value: key, label: text }));
}

/** Leaves out what is not there. */
export function controlsOf(...controls: readonly (Control | null)[]): Control[] {
  return controls.filter((control) => control !== null);
}
