import { shortenHome } from '@stackbench/stacks';

/** What a path may hold that nobody meant, and that a reader does not see. */
const mistakes: readonly [RegExp, string][] = [
  [/\s$/, 'it ends with a space'],
  [/^\s/, 'it begins with a space'],
  [/^~/, 'its ~ is a character, which a shell leaves alone in quotes'],
  [/^["']|["']$/, 'its quotes are part of it'],
];

/** A path that was meant to lead somewhere, in quotes, with what is odd about it: `'/opt/cuda ' (it ends with a space)`. */
export function quotePath(path: string): string {
  const odd = mistakes.flatMap(([pattern, what]) => (pattern.test(path) ? what : []));
  const shown = `'${shortenHome(path)}'`;
  return odd.length === 0 ? shown : `${shown} (${odd.join('; ')})`;
}
