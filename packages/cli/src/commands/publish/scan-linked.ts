import { join } from 'node:path';
import { longestLine, readLines } from '@stackbench/engine';
import {
  type Finding,
  findPrivateInRunLine,
  findTokens,
  listTexts,
  type PlacedText,
  listSecrets,
  refusePrivate,
  type Surroundings,
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
  const secrets = listSecrets(surroundings);
  const findings: Finding[] = [];
  for (const name of names) {
    let texts: PlacedText[] = [];
    let length = 0;
    const search = async () => {
      findings.push(...(await findTokens(texts, allowed)));
      [texts, length] = [[], 0];
    };
    for await (const { text, number } of readLines(join(folder, name), longestLine)) {
      if (!isJson(text)) break;
      findings.push(...findPrivateInRunLine(name, number, text, secrets, allowed));
      texts.push(...listTexts(name, number, text));
      length += text.length;
      if (length >= searchedAtOnce) await search();
    }
    await search();
  }
  refusePrivate(findings);
}

/** Characters of lines: to begin a search costs more than to go on. */
const searchedAtOnce = 2 ** 20;

/** The last line of a run that was cut off is none. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
