import { join } from 'node:path';
import { longestLine, readLines } from '@stackbench/engine';
import type { Surroundings } from '@stackbench/privacy';
import {
  type Finding,
  findPrivateInTexts,
  findTokensInTexts,
  listTexts,
  type PlacedText,
  listSought,
  refusePrivate,
} from '@stackbench/report';

/**
 * Looks through the run files that the page links to, which are published with it.
 * @throws BenchError naming file, line and field of what is private
 */
export async function scanLinked(
  folder: string,
  names: readonly string[],
  surroundings: Surroundings,
  allowed: ReadonlySet<string>,
): Promise<void> {
  const secrets = listSought(surroundings);
  const findings: Finding[] = [];
  // Outcomes are alike in most of their texts.
  const clean = new Set<string>();
  for (const name of names) {
    let texts: PlacedText[][] = [];
    let length = 0;
    const search = async () => {
      findings.push(...(await findTokensInTexts(texts.flat(), allowed)));
      [texts, length] = [[], 0];
    };
    for await (const { text, number } of readLines(join(folder, name), longestLine)) {
      const pieces = text.match(worded) ?? [];
      if (isLine(text) && pieces.every((piece) => isClean(piece, clean))) continue;
      const value = parse(text);
      if (value === undefined) break;
      const own = listTexts(name, number, value);
      const found = findPrivateInTexts(own, secrets, allowed);
      findings.push(...found);
      if (found.length === 0) for (const piece of pieces) rememberEach(piece, clean);
      texts.push(own);
      length += text.length;
      if (length >= searchedAtOnce) await search();
    }
    await search();
  }
  refusePrivate(findings);
}

/** A text of JSON as it is written. */
const quoted = /"(?:[^"\\]|\\.)*"/g;
/** Some of them in a row, up to the next number: most such rows come in every line. */
const worded = /"(?:[^"\\]|\\.)*"(?:[^"\d-]+|"(?:[^"\\]|\\.)*"){0,40}/g;

/** Whether it was looked through, as a whole or each text of it. */
function isClean(piece: string, clean: ReadonlySet<string>): boolean {
  return clean.has(piece) || (piece.match(quoted) ?? []).every((text) => clean.has(text));
}

function rememberEach(piece: string, clean: Set<string>): void {
  remember(piece, clean);
  for (const text of piece.match(quoted) ?? []) remember(text, clean);
}

/** Whether it ends as one that was not cut off. */
function isLine(text: string): boolean {
  return text.endsWith('}');
}

/** What is longer hardly comes again. */
const longestKnown = 400;

function remember(piece: string, clean: Set<string>): void {
  if (piece.length <= longestKnown) clean.add(piece);
}

/** Characters of lines: to begin a search costs more than to go on. */
const searchedAtOnce = 2 ** 20;

/** Undefined for what is no JSON, as the last line of a run that was cut off. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
