import type { PublishedCase } from '../publication.ts';
import type { Entry, PublicationIndex } from './publication-index.ts';
import type { Control } from './view.ts';

/** A control over `values`; what the address asks for, or the first. Null when there is nothing to choose from. */
export function choose(
  parameter: string,
  label: string,
  options: Control['options'],
  parameters: ReadonlyMap<string, string>,
): Control | null {
  const asked = parameters.get(parameter);
  const chosen = options.find((option) => option.value === asked) ?? options[0];
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
