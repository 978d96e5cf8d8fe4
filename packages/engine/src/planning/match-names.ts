import { BenchError } from '@stackbench/model';
import { closest, distance } from 'fastest-levenshtein';
import picomatch from 'picomatch';

/** Names of which a person may mean one. */
export interface Known {
  /** What they name: `suite`. */
  noun: string;
  names: Iterable<string>;
  /** Where they are looked for, to stand behind the name: ` in the run x`. */
  where?: string;
  /** What to do when none is meant; unless said, the names are listed. */
  fix?: string;
}

/**
 * What goes by `name`.
 * @throws BenchError when nothing does
 */
export function findNamed<T>(entries: ReadonlyMap<string, T>, noun: string, name: string): T {
  const entry = entries.get(name);
  if (entry === undefined) throw noSuch(name, { noun, names: entries.keys() });
  return entry;
}

/**
 * The names that fit a glob. What is a name itself means that alone, whatever it would fit as a glob.
 * @throws BenchError when none does
 */
export function findFitting(glob: string, known: Known): Set<string> {
  const names = [...known.names];
  const found = new Set(names.includes(glob) ? [glob] : names.filter(createMatcher(glob)));
  if (found.size === 0) throw noSuch(glob, known);
  return found;
}

/** Nothing goes by a name, nor fits it: says so, names the near match and what there is. */
export function noSuch(name: string, { noun, names, where = '', fix }: Known): BenchError {
  const known = [...names];
  const usual = known.length === 0 ? "See 'pnpm bench list'." : `Use one of ${quoteAll(known)}.`;
  return new BenchError(`There is no ${noun} '${name}'${where}.${suggest(name, known)}`, {
    fix: fix ?? usual,
  });
}

/**
 * Whether a name fits a glob as a person types it: `*` crosses `/`, a name always fits itself, and
 * nothing else in an id is special but `?`, `[…]` and `{a,b}`.
 */
export function createMatcher(glob: string): (name: string) => boolean {
  const fits = picomatch(glob, {
    bash: true,
    dot: true,
    nonegate: true,
    noextglob: true,
    windows: false,
  });
  return (name) => name === glob || fits(name);
}

/** Whether `text` has any of the characters that make a glob. */
export function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/** ` Did you mean 'quick'?` for the nearest of `names`, or nothing when none is near. */
function suggest(name: string, names: Iterable<string>): string {
  const known = [...names];
  if (known.length === 0) return '';
  const nearest = closest(name, known);
  const isNear = distance(name, nearest) <= Math.max(2, Math.max(name.length, nearest.length) / 2);
  return isNear ? ` Did you mean '${nearest}'?` : '';
}

/** `'a', 'b'` */
export function quoteAll(names: Iterable<string>): string {
  return [...names].map((name) => `'${name}'`).join(', ');
}
