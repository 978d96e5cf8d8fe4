import type { Facts } from '@stackbench/model';

type Json = Facts[string];

/** One side of a difference: absent is not the same as null. */
export type FactValue = { missing: true } | { value: Json };

/** A fact that is not the same on both sides. */
export interface FactDifference {
  /** Names from the outside in, `limits.maxBufferSize`; a name that holds a dot stands in quotes. */
  path: string;
  a: FactValue;
  b: FactValue;
}

/** Every fact that differs, by path in alphabetical order. The order of a list does not matter. */
export function compareFacts(a: Facts, b: Facts): FactDifference[] {
  const before = flatten(a);
  const after = flatten(b);
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .toSorted((one, other) => (one < other ? -1 : 1))
    .filter((path) => canonical(before.get(path)) !== canonical(after.get(path)))
    .map((path) => ({ path, a: side(before, path), b: side(after, path) }));
}

function flatten(facts: Facts, prefix = ''): Map<string, Json> {
  const leaves = new Map<string, Json>();
  for (const [name, value] of Object.entries(facts)) {
    const path = prefix + (name.includes('.') ? JSON.stringify(name) : name);
    if (isRecord(value) && Object.keys(value).length > 0) {
      for (const [below, leaf] of flatten(value, `${path}.`)) leaves.set(below, leaf);
    } else {
      leaves.set(path, value);
    }
  }
  return leaves;
}

function side(leaves: ReadonlyMap<string, Json>, path: string): FactValue {
  const value = leaves.get(path);
  return value === undefined ? { missing: true } : { value };
}

/** Text that is equal for equal values, whatever the order of names and list entries. */
export function canonical(value: Json | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) {
    const entries = value.map((entry) => canonical(entry));
    return `[${entries.toSorted().join(',')}]`;
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(
      ([name, entry]) => `${JSON.stringify(name)}:${canonical(entry)}`,
    );
    return `{${entries.toSorted().join(',')}}`;
  }
  return JSON.stringify(value);
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
