import { join } from 'node:path';
import { longestLine, readLines } from '@stackbench/engine';
import {
  type Finding,
  findPrivateInRunLine,
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
    for await (const { text, number } of readLines(join(folder, name), longestLine)) {
      if (!isJson(text)) break;
      findings.push(...findPrivateInRunLine(name, number, text, secrets, allowed));
    }
  }
  refusePrivate(findings);
}

/** The last line of a run that was cut off is none. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
