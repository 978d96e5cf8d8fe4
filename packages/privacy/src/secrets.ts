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
  /** The variable that holds it, whose name says that it is secret: `HF_TOKEN`. */
  variable?: string;
}

/** Names that tell nothing about anyone: those of many machines, and the words of this field. */
const commonNames = new Set(
  [
    'root user admin administrator ubuntu debian runner node docker vagrant jovyan localhost',
    'cuda pytorch webgpu dawn chromium deno conda venv system python nvidia gpu linux',
  ].flatMap((names) => names.split(' ')),
);
const shortestName = 3;

/** Whether a user's or a host's name means somebody. */
export function isTelling(name: string): boolean {
  return name.length >= shortestName && !commonNames.has(name.toLowerCase());
}

const shortestSecret = 8;
const shortestRandom = 16;

/** The secrets of these surroundings; short and common names are none. */
export function listSecrets({ home, user, host, environment }: Surroundings): Secret[] {
  const words = [
    { what: 'the user name', text: user },
    { what: 'the host name', text: host },
    { what: 'the host name', text: firstLabel(host) },
  ].filter(({ text }) => isTelling(text));
  return [
    ...(home.length > 1 ? [{ what: 'the home folder', text: home, word: false }] : []),
    ...words.map((named) => ({ ...named, word: true })),
    ...Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && isSecret(name, value) ? [secretOf(name, value)] : [],
    ),
  ];
}

/** `node-7` of `node-7.example.org` */
export function firstLabel(host: string): string {
  return host.split('.')[0] ?? host;
}

function secretOf(name: string, text: string): Secret {
  const what = `the value of the environment variable ${name}`;
  return { what, text, word: false, ...(secretName.test(name) && { variable: name }) };
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
