import { listDisguises } from './disguises.ts';
import { firstLabel, isTelling, listSecrets, type Surroundings } from './secrets.ts';
import { shapes } from './shapes.ts';
import { findTokens } from './tokens.ts';

/** A copy of a JSON value whose strings (keys included) tell nobody's name, place or secret. */
export type Mask = <T>(value: T) => Promise<T>;

type Clean = (text: string) => string;

/**
 * The home folder becomes `~`, others' homes `/home/<user>`, tokens, secrets of the environment and addresses
 * a word in angle brackets that says what they were. A word that hides one of them, in percent-encoding or
 * base64, is written decoded, with that masked. The same text always becomes the same.
 */
export function createMask(surroundings: Surroundings): Mask {
  const clean = createCleaner(surroundings);
  // Outcomes are alike in most of their texts: to look through each of them once takes no time.
  const known = new Map<string, string>();
  return async <T>(value: T) => {
    const masked = await maskTexts(
      [...new Set(stringsOf(value))].filter((text) => !known.has(text)),
      clean,
    );
    for (const [text, told] of masked) if (text.length <= longestKnown) known.set(text, told);
    return replaceStrings(value, (text) => known.get(text) ?? masked.get(text) ?? text) as T;
  };
}

/** What is longer hardly comes again. */
const longestKnown = 200;

/** Each text with what it becomes. */
async function maskTexts(texts: readonly string[], clean: Clean): Promise<Map<string, string>> {
  if (texts.length === 0) return new Map();
  const disguises = texts.map(listDisguises);
  const hidden = disguises.flat().map(({ says }) => says);
  const tokens = (await findTokens([...texts, ...hidden])).map(({ token }) => token);
  const cleanAll: Clean = (text) => clean(mark(text, tokens, '<token>'));
  return new Map(
    texts.map((text, at) => {
      const open = disguises[at]!.reduce((kept, { word, says }) => {
        const told = cleanAll(says);
        return told === says ? kept : kept.replaceAll(word, () => told);
      }, text);
      return [text, cleanAll(open)];
    }),
  );
}

/** The longest first: one may be a part of another. */
function mark(text: string, marked: readonly string[], instead: string): string {
  return marked
    .toSorted((a, b) => b.length - a.length)
    .reduce((kept, each) => kept.replaceAll(each, instead), text);
}

/**
 * The user's name is masked as a part of paths, the host's as a word. Names too common to mean anyone stay,
 * and so does what stands in variables whose names promise no secret: versions and ids are facts.
 */
function createCleaner(surroundings: Surroundings): Clean {
  const { home, user, host } = surroundings;
  const rules: [RegExp, Clean][] = listSecrets(surroundings).flatMap(({ text, variable }) =>
    variable === undefined ? [] : [[new RegExp(RegExp.escape(text), 'gi'), () => `<${variable}>`]],
  );
  if (home.length > 1) {
    rules.push([new RegExp(`${RegExp.escape(home)}(?![\\w.-])`, 'gi'), () => '~']);
  }
  if (isTelling(user)) {
    const name = new RegExp(`(?<=[/\\\\])${RegExp.escape(user)}(?![\\w.-])`, 'gi');
    rules.push([name, () => '<user>']);
  }
  for (const name of [host, firstLabel(host)].filter(isTelling)) {
    rules.push([new RegExp(`(?<![\\w.-])${RegExp.escape(name)}(?![\\w-])`, 'gi'), () => '<host>']);
  }
  rules.push(...shapes.map(({ pattern, mask }): [RegExp, Clean] => [pattern, mask]));
  return (text) => rules.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text);
}

function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(value)) yield key;
    yield* stringsOf(item);
  }
}

function replaceStrings(value: unknown, replace: Clean): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((item) => replaceStrings(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [replace(key), replaceStrings(item, replace)]),
  );
}
