import { listDisguises } from '@stackbench/privacy';
import type { PlacedText } from './find-tokens.ts';
import { type Finding, findPrivate } from './scan.ts';
import type { SoughtSecret } from './sought-secrets.ts';

/** Every text of one line of a run file that is linked, as JSON reads it and with what its words hide, and where it stands. */
export function listTexts(file: string, line: number, value: unknown): PlacedText[] {
  return [...stringsOf(value, '')].flatMap(([field, written]) =>
    [written, ...listDisguises(written).map(({ says }) => says)].map((text) => ({
      file,
      line,
      field,
      text,
    })),
  );
}

/** Everything private in these texts, each with the field that it stands in. */
export function findPrivateInTexts(
  texts: readonly PlacedText[],
  secrets: readonly SoughtSecret[],
  allowed?: ReadonlySet<string>,
): Finding[] {
  return texts.flatMap(({ file, line, field, text }) =>
    findPrivate({ file, line, text, data: text }, secrets, allowed).map((finding) => ({
      ...finding,
      line,
      field,
    })),
  );
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
