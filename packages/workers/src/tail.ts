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
