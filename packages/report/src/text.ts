import stringWidth from 'fast-string-width';

/** Columns that `text` takes on a terminal; wide characters take two, escape sequences none. */
export function textWidth(text: string): number {
  return stringWidth(text);
}

/** `text` with spaces after it up to `width` columns. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** `text` with spaces before it up to `width` columns. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

// Control characters (C0, DEL, C1), line separators, and marks that change the writing direction:
// a reason that a worker wrote must not move the cursor or reorder what stands beside it.
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** `text` with every unprintable character shown as `\x1b` or `\u2028`. */
export function escapeControl(text: string): string {
  return text.replaceAll(unprintable, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * After spaces and the separators of ids and paths, but not between a number and its unit; and between Chinese
 * characters, but before no mark that ends something and after none that begins it.
 */
const breaks =
  /(?<=[ ,;:/@])(?<!\d (?=%|[kMGT]?(?:B|FLOP)(?:\/s)?\b|[mµn]?s\b))|(?<=[\p{Script=Han}，。；：、！？）”」』…])(?![，。；：、！？）”」』… ])|(?<=[^\p{Script=Han}（“「『 ])(?=\p{Script=Han})/u;

/** What a person copies: code between backticks, a command between quotes, a path, a run file. */
const copied =
  /`[^`\n]+`\S* ?|'pnpm bench[^'\n]*'\S* ?|(?<=^|[\s'"(])(?:~|\.{1,2})?\/[^\s/]+\/\S+ ?|(?<=^|\s)\S+\.jsonl(?!\w)\S* ?/gu;

/**
 * `text` in lines of at most `width` columns, broken after spaces, the separators of ids and
 * Chinese characters, and anywhere only when a piece alone is wider than the line. Commands and paths are never
 * broken: their line may be longer. Takes plain text: colour it afterwards.
 */
export function wrap(text: string, width: number): string[] {
  const limit = Math.max(2, width);
  const pieces = splitAround(text, copied).flatMap(({ part, isWhole }) =>
    isWhole
      ? [part]
      : part
          .split(breaks)
          .flatMap((piece) => (textWidth(piece.trimEnd()) > limit ? split(piece) : [piece])),
  );
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces) {
    if (line !== '' && textWidth(line + piece.trimEnd()) > limit) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** What matches, whole, and what stands between. */
function splitAround(text: string, pattern: RegExp): { part: string; isWhole: boolean }[] {
  const parts: { part: string; isWhole: boolean }[] = [];
  let end = 0;
  for (const { 0: part, index } of text.matchAll(pattern)) {
    parts.push({ part: text.slice(end, index), isWhole: false }, { part, isWhole: true });
    end = index + part.length;
  }
  return [...parts, { part: text.slice(end), isWhole: false }].filter(({ part }) => part !== '');
}

function split(piece: string): string[] {
  return Array.from(graphemes.segment(piece), ({ segment }) => segment);
}

/** `lead` and then `text`, wrapped so that later lines start below the start of `text`. */
export function hang(lead: string, text: string, width: number): string[] {
  const indent = textWidth(lead);
  return wrap(text, width - indent).map((line, index) =>
    index === 0 ? lead + line : ' '.repeat(indent) + line,
  );
}

/** `text` cut to `width` columns, with an ellipsis where something is missing. Takes plain text. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  for (const piece of split(text)) {
    if (textWidth(kept + piece) > width - 1) break;
    kept += piece;
  }
  return width < 1 ? '' : `${kept}…`;
}
