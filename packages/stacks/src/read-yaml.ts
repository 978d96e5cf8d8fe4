import { parse } from 'yaml';

/** Nobody writes a configuration like this; the parser needs seconds for it, or for ever (`? ? ?`). */
const [longestText, longestLine, deepest] = [2 ** 18, 4000, 64];

/**
 * What a YAML text of somebody else's says.
 * @throws Error for one that is none, or that would take for ever
 */
export function readYaml(text: string): unknown {
  const lines = text.split('\n');
  if (text.length > longestText || lines.some((line) => line.length > longestLine)) {
    throw new Error('it is too long');
  }
  if (isTangled(text)) throw new Error(`it is nested more than ${deepest} levels`);
  // To compare each key with all others takes seconds, of 20,000.
  return parse(text, { logLevel: 'error', uniqueKeys: false });
}

/** Opened brackets, wherever they stand, and indicators that open a block in the line that they are in. */
function isTangled(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > deepest) return true;
  }
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  return count(/(?<!\S)\?(?!\S)/g) > deepest || /(?:(?<!\S)[-:&!]\S*[ \t]+){65}/.test(text);
}
