import { escapeHtml, escapeMarkdown } from '../render/escape.ts';

/** What must not be published: who runs this, where, and what the environment holds. */
export interface Surroundings {
  home: string;
  user: string;
  host: string;
  environment: Readonly<Record<string, string | undefined>>;
}

/** One thing to look for. The text itself is never shown, only what it is. */
export interface Secret {
  what: string;
  text: string;
  /** Counts only as a whole word. */
  word: boolean;
  /** It as the published formats write it, whatever its case: made once, and held against every text. */
  patterns: readonly RegExp[];
}

/** Names that tell nothing about anyone. */
const commonNames = new Set(
  'root user admin administrator ubuntu debian runner node docker vagrant jovyan localhost'.split(
    ' ',
  ),
);

const shortestWord = 3;
const shortestSecret = 8;
const shortestRandom = 16;

/** The secrets of these surroundings; short and common names are none. */
export function listSecrets({ home, user, host, environment }: Surroundings): Secret[] {
  const words = [
    { what: 'the user name', text: user },
    { what: 'the host name', text: host },
    { what: 'the host name', text: host.split('.')[0] ?? host },
  ].filter(({ text }) => text.length >= shortestWord && !commonNames.has(text.toLowerCase()));
  return [
    ...(home.length > 1 ? [secretText('the home folder', home)] : []),
    ...words.map(({ what, text }) => ({ what, text, word: true, patterns: [wordPattern(text)] })),
    ...Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && isSecret(name, value)
        ? [secretText(`the value of the environment variable ${name}`, value)]
        : [],
    ),
  ];
}

function secretText(what: string, text: string): Secret {
  const patterns = spellings(text).map((spelling) => new RegExp(RegExp.escape(spelling), 'i'));
  return { what, text, word: false, patterns };
}

/** Not as a field name: those are our own. */
function wordPattern(text: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${RegExp.escape(text)}(?![A-Za-z0-9])(?!":)`, 'i');
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

const secretName =
  /token|secret|passw|passphrase|credential|(^|_)key(_|$)|apikey|auth|cookie|session|email/i;
/** Variables whose values say what a stack is, and are facts of it. */
const factName = /^(conda|mamba|pixi|virtual_env|cuda|nv_|npm_|pnpm|node|term|lang|lc_|vk_)/i;

function isSecret(name: string, value: string): boolean {
  if (isPath(value) || /^[\d.,:]*$/.test(value)) return false;
  if (secretName.test(name)) return value.length >= shortestSecret;
  if (/\S+@\S+\.\w+/.test(value)) return true;
  if (factName.test(name)) return false;
  // Long, without spaces, letters and digits mixed: what keys look like and words do not.
  return (
    value.length >= shortestRandom && !/\s/.test(value) && /\d/.test(value) && /[a-z]/i.test(value)
  );
}

/** Paths below home are found by the home folder; others are facts. */
function isPath(value: string): boolean {
  return /^(~|\.{0,2}[\\/]|[a-z]:[\\/]|file:)/i.test(value);
}
