import { listSecrets, type Secret, type Surroundings } from '@stackbench/privacy';
import { escapeHtml, escapeMarkdown } from '../render/escape.ts';

/** A secret with what is held against every text. */
export interface SoughtSecret extends Secret {
  /** It as the published formats write it, whatever its case. */
  patterns: readonly RegExp[];
}

/** What to look for in what is published from these surroundings: made once, as there are many texts. */
export function listSought(surroundings: Surroundings): SoughtSecret[] {
  return listSecrets(surroundings).map((secret) => ({ ...secret, patterns: patternsOf(secret) }));
}

function patternsOf({ text, word }: Secret): RegExp[] {
  // Not as a field name: those are our own.
  if (word) {
    return [new RegExp(`(?<![A-Za-z0-9])${RegExp.escape(text)}(?![A-Za-z0-9])(?!":)`, 'i')];
  }
  return spellings(text).map((spelling) => new RegExp(RegExp.escape(spelling), 'i'));
}

/** A text as each of the published formats writes it. */
function spellings(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const script = json.replaceAll(
    /[<>&]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const csv = text.replaceAll('"', '""');
  const url = encodeURIComponent(text);
  const slashes = [text.replaceAll('/', String.raw`\/`), text.replaceAll('\\', '/')];
  return [
    ...new Set([text, json, script, csv, url, ...slashes, escapeHtml(text), escapeMarkdown(text)]),
  ];
}
