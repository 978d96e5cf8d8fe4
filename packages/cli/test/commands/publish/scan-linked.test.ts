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
