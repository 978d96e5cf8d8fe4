import type { PlacedText } from './find-tokens.ts';
import { type Finding, findPrivate } from './scan.ts';
import type { Secret } from './secrets.ts';

/** Everything private in one line of a run file that is linked, each with the field that it stands in. */
export function findPrivateInRunLine(
  file: string,
  line: number,
  text: string,
  secrets: readonly Secret[],
  allowed?: ReadonlySet<string>,
): Finding[] {
  return [...stringsOf(JSON.parse(text) as unknown, '')].flatMap(([field, value]) =>
    findPrivate({ file, line, text: value, data: value }, secrets, allowed).map((finding) => ({
      ...finding,
      line,
      field,
    })),
  );
}

/** Every text of one line of a run file, and where it stands. */
export function listTexts(file: string, line: number, text: string): PlacedText[] {
  const texts = stringsOf(JSON.parse(text) as unknown, '');
  return [...texts].map(([field, value]) => ({ file, line, field, text: value }));
}

/** Every text of a JSON value, names of fields included, with its path. */
function* stringsOf(value: unknown, path: string): Generator<[string, string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const below = path === '' ? key : `${path}.${key}`;
    yield [path, key];
    yield* stringsOf(item, below);
  }
}
