import { expect, test } from 'vitest';
import { createLiveArea } from '../../src/progress/live-area.ts';

/** The rows that a terminal of `width` columns shows after `text`: enough of one for what is used here. */
function show(text: string, width: number): string[] {
  const rows = [''];
  let [row, column] = [0, 0];
  for (const [token] of text.matchAll(/\p{Cc}\[\d*[A-Z]|[^]/gu)) {
    if (token === '\n') [row, column] = [row + 1, 0];
    else if (token === '\r') column = 0;
    else if (token === '\u001b[1A') row--;
    else if (token === '\u001b[2K') rows[row] = '';
    else {
      if (column === width) [row, column] = [row + 1, 0];
      rows[row] = (rows[row] ?? '').padEnd(column).slice(0, column) + token;
      column++;
    }
    rows[row] ??= '';
  }
  return rows.map((line) => line.trimEnd()).filter((line) => line !== '');
}

test('what was drawn before is gone, wrapped rows too, and written lines stay', () => {
  let written = '';
  const area = createLiveArea({
    write: (text) => (written += text),
    width: () => 10,
    color: false,
    isLive: true,
  });
  area.draw(['one', 'a line that wraps twice']);
  expect(show(written, 10)).toEqual(['one', 'a line tha', 't wraps tw', 'ice']);
  area.draw(['two', 'x']);
  expect(show(written, 10)).toEqual(['two', 'x']);
  area.clear('kept\n');
  area.draw(['three']);
  expect(show(written, 10)).toEqual(['kept', 'three']);
  area.clear();
  expect(show(written, 10)).toEqual(['kept']);
});
