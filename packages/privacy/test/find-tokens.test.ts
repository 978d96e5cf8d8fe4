import { expect, test } from 'vitest';
import { findTokens } from '../src/index.ts';
import { tokens } from './tokens.ts';

test.each(Object.entries(tokens))('a token of %s is found in its text', async (kind, token) => {
  const [found] = await findTokens(['nothing', `401 for ${token}`]);
  expect(found).toMatchObject({ kind, index: 1 });
  expect(token).toContain(found!.token);
});

test('facts, digests and ids are none', async () => {
  const text = 'cuda:13.0@/usr/local/cuda-13.0 sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b';
  expect(await findTokens([text])).toEqual([]);
});

test.each(['secretlint-disable', '// secretlint-disable-next-line', '/* secretlint-disable */'])(
  'a text that forbids it is looked through all the same: %s',
  async (comment) => {
    expect(await findTokens([comment, tokens.github])).toHaveLength(1);
    expect(await findTokens([`${comment}\n${tokens.github}`])).toHaveLength(1);
  },
);

test('a byte order mark before it shifts nothing', async () => {
  expect(await findTokens([`\u{FEFF}${tokens.github}`])).toMatchObject([
    { token: tokens.github, column: 1 },
  ]);
});
