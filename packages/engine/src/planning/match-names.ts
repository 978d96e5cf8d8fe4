import { closest, distance } from 'fastest-levenshtein';
import picomatch from 'picomatch';

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
export function suggest(name: string, names: Iterable<string>): string {
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
