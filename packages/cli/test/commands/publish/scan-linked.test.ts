import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scanLinked } from '../../../src/commands/publish/scan-linked.ts';
import { makeFolder } from '../../start-bench.ts';

test('a line of more texts than a call has room for is looked through', async () => {
  const folder = await makeFolder();
  const texts = [...Array<string>(70_000).fill(''), '/home/someone/x'];
  await writeFile(join(folder, 'a.jsonl'), `${JSON.stringify(texts)}\n`);
  const surroundings = { home: '/nobody', user: 'nobody', host: 'nowhere', environment: {} };
  await expect(scanLinked(folder, ['a.jsonl'], surroundings, new Set())).rejects.toThrow(
    'a home folder in a.jsonl, line 1, field 70000',
  );
});

test('a private text is found behind thousands of lines that are alike, and on each line', async () => {
  const folder = await makeFolder();
  const paths = [...Array<string>(3000).fill('/opt/cuda'), '/home/someone/x', '/home/someone/x'];
  const lines = paths.map((path) => `{"type":"outcome","reason":"alike","path":"${path}"}\n`);
  await writeFile(join(folder, 'a.jsonl'), lines.join(''));
  const surroundings = { home: '/nobody', user: 'nobody', host: 'nowhere', environment: {} };
  await expect(scanLinked(folder, ['a.jsonl'], surroundings, new Set())).rejects.toThrow(
    'a home folder in a.jsonl, line 3001, field path; a home folder in a.jsonl, line 3002, field path',
  );
});

test('what is known on one line is known in escapes on the next only as it is written', async () => {
  const folder = await makeFolder();
  const lines = ['{"a":"/home"}', '{"a":"\\u002fhome\\u002fsomeone"}'];
  await writeFile(join(folder, 'a.jsonl'), `${lines.join('\n')}\n`);
  const surroundings = { home: '/nobody', user: 'nobody', host: 'nowhere', environment: {} };
  await expect(scanLinked(folder, ['a.jsonl'], surroundings, new Set())).rejects.toThrow(
    'a home folder in a.jsonl, line 2, field a',
  );
});
