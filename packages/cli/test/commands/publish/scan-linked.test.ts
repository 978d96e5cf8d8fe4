import { expect, test } from 'vitest';
import { LinkedScan } from '../../../src/commands/publish/scan-linked.ts';

const surroundings = { home: '/nobody', user: 'nobody', host: 'nowhere', environment: {} };

/** Where the scan of a file of these lines found something: `a home folder, line 1, field a`. */
async function scan(lines: readonly string[]): Promise<string[]> {
  const seen = new LinkedScan(surroundings, new Set()).open('a.jsonl');
  for (const [at, text] of lines.entries()) {
    await seen.see({ text, number: at + 1, end: 0, isWhole: true });
  }
  const findings = await seen.finish();
  return findings.map(({ what, line, field }) => `${what}, line ${line}, field ${field}`);
}

test('a line of more texts than a call has room for is looked through', async () => {
  const texts = [...Array<string>(70_000).fill(''), '/home/someone/x'];
  expect(await scan([JSON.stringify(texts)])).toEqual(['a home folder, line 1, field 70000']);
});

test('a private text is found behind thousands of lines that are alike, and on each line', async () => {
  const paths = [...Array<string>(3000).fill('/opt/cuda'), '/home/someone/x', '/home/someone/x'];
  const lines = paths.map((path) => `{"type":"outcome","reason":"alike","path":"${path}"}`);
  expect(await scan(lines)).toEqual([
    'a home folder, line 3001, field path',
    'a home folder, line 3002, field path',
  ]);
});

test('what is known on one line is known in escapes on the next only as it is written', async () => {
  const lines = ['{"a":"/home"}', '{"a":"\\u002fhome\\u002fsomeone"}'];
  expect(await scan(lines)).toEqual(['a home folder, line 2, field a']);
});
