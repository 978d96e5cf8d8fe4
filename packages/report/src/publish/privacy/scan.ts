import { shapes } from '@stackbench/privacy';
import type { SoughtSecret } from './sought-secrets.ts';

/** A finished file, or some whole lines of one, as they are scanned. */
export interface ScannedText {
  file: string;
  /** The number of the first line of `text`. */
  line: number;
  text: string;
  /** The part that comes from run files: words are looked for only there, since a person may sign a text, and code has words of its own. */
  data: string;
}

/** Where something private stands. */
export interface Finding {
  what: string;
  file: string;
  line: number;
  column: number;
  /** Of a run file: `header.argv.1`. */
  field?: string;
}

/** Everything private in `scanned`; what is on the list of allowed texts is not. */
export function findPrivate(
  scanned: ScannedText,
  secrets: readonly SoughtSecret[],
  allowed: ReadonlySet<string> = new Set(),
): Finding[] {
  const sought = secrets.filter(({ text }) => !allowed.has(text));
  const shaped = shapes.flatMap(({ what, pattern }) =>
    matches(scanned.data, pattern)
      .filter(({ text }) => !allowed.has(text))
      .map(({ text }) => place(scanned, what, text)),
  );
  return [...sought.flatMap((secret) => locate(scanned, secret)), ...shaped];
}

function locate(scanned: ScannedText, { what, word, patterns }: SoughtSecret): Finding[] {
  const text = word ? scanned.data : scanned.text;
  const found = patterns.flatMap((pattern) => pattern.exec(text) ?? []);
  return found.slice(0, 1).map((each) => place(scanned, what, each));
}

function matches(text: string, pattern: RegExp): { text: string }[] {
  return [...text.matchAll(pattern)].map(([found]) => ({ text: found }));
}

function place({ file, line, text }: ScannedText, what: string, found: string): Finding {
  const at = Math.max(0, text.indexOf(found));
  const before = text.slice(0, at).split('\n');
  return { what, file, line: line + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 };
}
