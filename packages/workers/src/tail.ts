import { stripVTControlCharacters } from 'node:util';

/** The end of a stream of text, in bounded memory. */
export interface Tail {
  push(text: string): void;
  /** The last lines, without control characters; empty when nothing was said. */
  text(): string;
}

/** Keeps the last `limit` characters of what is pushed. */
export function createTail(limit: number): Tail {
  let kept = '';
  return {
    push: (text) => {
      kept = (kept + text.slice(-limit)).slice(-limit);
    },
    text: () => printable(kept).trim(),
  };
}

/** `text` without terminal escapes and control characters, line feeds and tabs kept. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[^\P{Cc}\n\t]/gu, '');
}

/** The start of a text that may be long and hostile. */
export function excerpt(text: string): string {
  const shown = printable(text.slice(0, longestLook));
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}

/** So much is looked through for an excerpt. */
const longestLook = 1000;
/** What is kept of a long message: how it begins, and its end. */
const [headLength, tailLength] = [1000, 3000];

/** A message that may be long and hostile: where it is, its beginning and its end. */
export function boundMessage(message: string): string {
  if (message.length <= headLength + tailLength) return printable(message);
  const left = message.length - headLength - tailLength;
  const [head, tail] = [message.slice(0, headLength), message.slice(-tailLength)].map(printable);
  return `${head}\n… ${left} characters left out …\n${tail}`;
}
