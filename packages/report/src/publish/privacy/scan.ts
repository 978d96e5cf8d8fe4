import { escapeHtml, escapeMarkdown } from '../render/escape.ts';
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

/** Home folders of anyone, as runs of other machines may name them. */
const anyHome =
  /(?:\/home\/|\/Users\/|[A-Z]:(?:\\|&#92;)+Users(?:\\|&#92;)+)(?!(?:runner|linuxbrew|Shared|Public)\b)[\w.-]+/g;

/** Everything private in `scanned`; what is on the list of allowed texts is not. */
export function findPrivate(
  scanned: ScannedText,
  secrets: readonly Secret[],
  allowed: ReadonlySet<string> = new Set(),
): Finding[] {
  const sought = secrets.filter(({ text }) => !allowed.has(text));
  const homes = matches(scanned.data, anyHome).filter(({ text }) => !allowed.has(text));
  return [
    ...sought.flatMap((secret) => locate(scanned, secret)),
    ...homes.map(({ text }) => place(scanned, 'a home folder', text)),
  ];
}

function locate(scanned: ScannedText, { what, text, word }: Secret): Finding[] {
  if (word) {
    // Not as a field name: those are our own.
    const pattern = new RegExp(`(?<![A-Za-z0-9])${RegExp.escape(text)}(?![A-Za-z0-9])(?!":)`, 'gi');
    return matches(scanned.data, pattern)
      .slice(0, 1)
      .map((found) => place(scanned, what, found.text));
  }
  return spellings(text)
    .filter((spelling) => scanned.text.includes(spelling))
    .slice(0, 1)
    .map((spelling) => place(scanned, what, spelling));
}

function matches(text: string, pattern: RegExp): { text: string }[] {
  return [...text.matchAll(pattern)].map(([found]) => ({ text: found }));
}

/** A text as each of the published formats writes it. */
function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const script = json.replaceAll(
    /[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const csv = text.replaceAll('"', '""');
  return [...new Set([text, json, script, csv, escapeHtml(text), escapeMarkdown(text)])];
}

function place({ file, line, text }: ScannedText, what: string, found: string): Finding {
  const at = Math.max(0, text.indexOf(found));
  const before = text.slice(0, at).split('\n');
  return { what, file, line: line + before.length - 1, column: (before.at(-1)?.length ?? 0) + 1 };
}
