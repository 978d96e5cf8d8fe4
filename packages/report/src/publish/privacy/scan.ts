import type { Secret } from './secrets.ts';

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

/** A separator of paths, as paths, URLs, JSON and pages write it. */
const separator = String.raw`(?:\\*\/|%2f|%5c|\\+|&#92;)`;
const nobody = String.raw`(?!(?:runner|linuxbrew|Shared|Public)\b)`;

/** What tells of anyone, as runs of other machines may have it, by its shape. */
const shapes: readonly { what: string; pattern: RegExp }[] = [
  {
    what: 'a home folder',
    pattern: new RegExp(`${separator}(?:home|Users)${separator}+${nobody}[\\w.-]+`, 'gi'),
  },
  // Not `git@github.com:…`, nor the `…@/prefix` of a stack.
  {
    what: 'a mail address',
    pattern: /(?<![\w/.+-])(?!git@)[\w.+-]+@(?:[a-z][\w-]*\.)+[a-z]{2,24}(?![\w@-])/gi,
  },
  // Versions have four numbers, too: only ranges that no version is in, or with a port.
  {
    what: 'a network address',
    pattern:
      /(?<![\w.])(?:192\.168\.\d{1,3}\.\d{1,3}|(?!127\.|0\.)\d{1,3}(?:\.\d{1,3}){3}(?=:\d{2,5}\b))(?![\w.])/g,
  },
  {
    what: 'a network address',
    pattern:
      /(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:fe80|f[cd][\da-f]{2}|2[\da-f]{3}):(?:[\da-f]{1,4}:){0,6}:[\da-f:]*[\da-f])(?![\w:])/gi,
  },
  {
    what: 'the address of a network card',
    pattern: /(?<![\w:-])(?:[\da-f]{2}:){5}[\da-f]{2}(?![\w:-])/gi,
  },
];

/** Everything private in `scanned`; what is on the list of allowed texts is not. */
export function findPrivate(
  scanned: ScannedText,
  secrets: readonly Secret[],
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

function locate(scanned: ScannedText, { what, word, patterns }: Secret): Finding[] {
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
