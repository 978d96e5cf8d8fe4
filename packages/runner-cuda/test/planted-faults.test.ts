import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installation } from '@stackbench/installation';
import { expect, test } from 'vitest';

/**
 * What the title of a test says of a planted fault: `a kernel that … is wrong`. In a table's title `%s` stands for it, which each
 * of the table's rows begins with.
 */
const told = /^an? \w+ that (.+?) (?:is (?:wrong|found|a race)|ends with the reason)\b/;

/** Of a test that plants faults in what it emulates. */
const emulates = /^import [^\n]* from '\.\/support\/plant\.ts';/m;

/** Of a formatted source: tables of tests with their titles, and single tests. */
const tables =
  /^test\.each(?:<[^\n]*>)?\(\[\n(?<rows>[^]*?)\n\](?: as const)?\)\(\s*'(?<title>[^']*)'/gm;
const singles = /^test\(\s*'(?<title>[^']*)'/gm;
const row = /^  \[(?:\n    )?(?:'(?<name>[^']*)'|"(?<quoted>[^"]*)"),/gm;

function faultsIn(source: string): string[] {
  const inTables = [...source.matchAll(tables)].flatMap(({ groups }) => {
    const { rows = '', title = '' } = groups ?? {};
    if (told.exec(title)?.[1] !== '%s') return [];
    return [...rows.matchAll(row)].map(
      (found) => found.groups?.['name'] ?? found.groups?.['quoted'],
    );
  });
  const alone = [...source.matchAll(singles)].map(
    ({ groups }) => told.exec(groups!['title']!)?.[1],
  );
  // A comma may end what is said between two of them.
  return [...inTables, ...alone].flatMap((name) => name?.replace(/,$/, '') ?? []);
}

/** By the name of the test's file. */
async function faultsOfTests(): Promise<Map<string, string[]>> {
  const faults = new Map<string, string[]>();
  for (const file of (await readdir(import.meta.dirname)).filter((name) =>
    name.endsWith('.test.ts'),
  )) {
    const source = await readFile(join(import.meta.dirname, file), 'utf8');
    if (!emulates.test(source)) continue;
    faults.set(file.replace('.test.ts', ''), faultsIn(source).toSorted());
  }
  return faults;
}

const document = await readFile(join(installation.root, 'docs', 'ladder.md'), 'utf8');
const [, count, list = ''] =
  /so (\d+) faults are planted[^\n]*\n\n((?:- [^\n]*\n(?:  [^\n]*\n)*)+)/.exec(document) ?? [];

test('docs/ladder.md lists the faults that tests plant, each in the test that finds it', async () => {
  const listed = new Map<string, string[]>();
  for (const bullet of list.split(/^- /m).slice(1)) {
    const [, file = '', names = ''] =
      /\(`([\w-]+)`\): (.*)\.$/.exec(bullet.replaceAll(/\s+/g, ' ').trim()) ?? [];
    listed.set(file, [...(listed.get(file) ?? []), ...names.split('; ')].toSorted());
  }
  const planted = await faultsOfTests();
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(planted));
  expect(Number(count)).toBe([...planted.values()].flat().length);
});
