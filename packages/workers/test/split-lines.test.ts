import { expect, test } from 'vitest';
import { createLineSplitter } from '../src/split-lines.ts';

function split(limit: number, ...texts: string[]) {
  const lines: string[] = [];
  const tooLong: string[] = [];
  const splitter = createLineSplitter(limit, {
    onLine: (line) => lines.push(line),
    onTooLong: (start) => tooLong.push(start),
  });
  for (const text of texts) splitter.push(text);
  return { lines, tooLong, rest: splitter.rest() };
}

test('lines are cut wherever the pieces end', () => {
  expect(split(100, 'a', 'b\nc\n\nd', 'e')).toEqual({
    lines: ['ab', 'c', ''],
    tooLong: [],
    rest: 'de',
  });
});

test('a line without end is given up, once', () => {
  const { lines, tooLong, rest } = split(10, 'ok\n', 'x'.repeat(11), 'y'.repeat(50), 'z\nlate\n');
  expect(lines).toEqual(['ok']);
  expect(tooLong).toEqual(['x'.repeat(11)]);
  expect(rest).toBe('');
});
