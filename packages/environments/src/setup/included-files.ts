import { dirname, resolve } from 'node:path';
import { readFile } from 'node:fs/promises';

/**
 * The requirement files that one includes (`-r other.txt`, `-c constraints.txt`), theirs included, each once,
 * with their texts. What cannot be read is left for the tool to tell.
 */
export async function readIncludedFiles(
  file: string,
  text: string,
  seen: Set<string> = new Set([file]),
): Promise<string[]> {
  const names = [...text.matchAll(/^\s*(?:-r|-c|--requirement|--constraint)[\s=]+(\S+)/gm)].map(
    ([, name = '']) => resolve(dirname(file), name),
  );
  const texts: string[] = [];
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    const included = await readFile(name, 'utf8').catch(() => null);
    if (included === null) continue;
    texts.push(included, ...(await readIncludedFiles(name, included, seen)));
  }
  return texts;
}
