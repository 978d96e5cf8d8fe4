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
  for (const name of names) {
    let texts: PlacedText[][] = [];
    let length = 0;
    const search = async () => {
      findings.push(...(await findTokensInTexts(texts.flat(), allowed)));
      [texts, length] = [[], 0];
    };
    for await (const { text, number } of readLines(join(folder, name), longestLine)) {
      const value = parse(text);
      if (value === undefined) break;
      const own = listTexts(name, number, value);
      findings.push(...findPrivateInTexts(own, secrets, allowed));
      texts.push(own);
      length += text.length;
      if (length >= searchedAtOnce) await search();
    }
    await search();
  }
  refusePrivate(findings);
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
