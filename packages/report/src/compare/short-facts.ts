import { factAt } from '@stackbench/model';
import { count } from '../numbers.ts';
import type { FactDifference, FactValue } from '../analysis/facts.ts';

/** Differences that a reader asks about first, and the rest in words. */
export interface ShortFacts {
  /** Versions and what else decides speed or numerics, then what merely names a stack. */
  shown: readonly FactDifference[];
  /** A sentence each. */
  remarks: readonly string[];
}

/** What of a difference is told: layers in this order, and `environment`, which only names, last. */
const layers = ['library', 'runtime', 'driver', 'compiler', 'device', 'environment'];

/**
 * Facts in short: of files that are the same but for the folder of their environment only how many there are,
 * of other files and of what an activation sets nothing.
 */
export function shortenFacts(facts: readonly FactDifference[]): ShortFacts {
  const folders = {
    a: foldersOf(facts.map(({ path, a }) => [path, a])),
    b: foldersOf(facts.map(({ path, b }) => [path, b])),
  };
  const places = facts.filter((fact) => isPlace(fact.a) || isPlace(fact.b));
  const shown = facts
    .filter((fact) => !places.includes(fact) && !isDetail(fact))
    .toSorted((one, other) => rankOf(one) - rankOf(other));
  const moved = new Set(
    places.flatMap(({ path, a, b }) => {
      if (factAt(path)?.fact.layer !== 'library') return [];
      const after = new Set(below(b, folders.b));
      return below(a, folders.a).filter((file) => after.has(file));
    }),
  );
  const hidden = facts.length - shown.length;
  return {
    shown,
    remarks: [
      ...(moved.size === 0
        ? []
        : [
            `The same ${moved.size === 1 ? 'library' : `${moved.size} libraries`}, in another folder.`,
          ]),
      ...(hidden === 0
        ? []
        : [`${count(hidden, 'fact')} more, of files, folders and activation: --facts lists them.`]),
    ],
  };
}

/** Of one layer, what stands by itself before what is part of a record. */
function rankOf({ path }: FactDifference): number {
  const layer = factAt(path)?.fact.layer;
  const at = layer === undefined ? layers.length : layers.indexOf(layer);
  return 2 * at + Number(path.includes('.'));
}

/** Follows from others: what an activation sets, and digests of the environment, which nobody can read. */
function isDetail({ path, a, b }: FactDifference): boolean {
  if (path.startsWith('activation.')) return true;
  const texts = [...textsOf(a), ...textsOf(b)];
  const isOfEnvironment = factAt(path)?.fact.layer === 'environment';
  return isOfEnvironment && texts.length > 0 && texts.every((text) => /^[0-9a-f]{16,}$/.test(text));
}

function isPlace(value: FactValue): boolean {
  const texts = textsOf(value);
  return texts.length > 0 && texts.every((text) => /^(~|\.{0,2}|[A-Za-z]:)[/\\]/.test(text));
}

function textsOf(value: FactValue): string[] {
  if ('missing' in value) return [];
  const entries = Array.isArray(value.value) ? value.value : [value.value];
  return entries.filter((entry) => typeof entry === 'string');
}

/** Where a stack lies. */
function foldersOf(facts: readonly (readonly [path: string, value: FactValue])[]): string[] {
  const names = new Set(['environment', 'prefix']);
  return facts.flatMap(([path, value]) => (names.has(path) ? textsOf(value) : []));
}

/** The places below these folders, relative to them. */
function below(value: FactValue, folders: readonly string[]): string[] {
  return textsOf(value).flatMap((text) => {
    const folder = folders.find((each) => text.startsWith(`${each}/`));
    return folder === undefined ? [] : [text.slice(folder.length + 1)];
  });
}
