import { expect, test } from 'vitest';
import { findTokensInTexts } from '../../../src/publish/privacy/find-tokens.ts';

/** Shaped like tokens, and nobody's; put together here, so that no scanner of sources takes them for real. */
const tokens = {
  github: ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_'),
  huggingface: ['hf', 'aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgH'].join('_'),
  npm: ['npm', 'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5'].join('_'),
  basicauth: ['https://someone', 'hunter2secret@example.com/simple'].join(':'),
};

const place = { file: 'runs/a.jsonl', field: 'outcome.reason' };

test.each(Object.entries(tokens))('a token of %s is found, with its field', async (kind, token) => {
  const texts = [
    { ...place, line: 2, text: 'nothing' },
    { ...place, line: 3, text: `401 for ${token}` },
  ];
  expect(await findTokensInTexts(texts, new Set())).toMatchObject([
    { what: `a token (${kind})`, line: 3, field: 'outcome.reason' },
  ]);
});

test('facts, digests and ids are none', async () => {
  const text = 'cuda:13.0@/usr/local/cuda-13.0 sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b';
  expect(await findTokensInTexts([{ ...place, line: 1, text }], new Set())).toEqual([]);
});

test('one that is no secret may be allowed', async () => {
  const texts = [{ ...place, line: 1, text: tokens.github }];
  expect(await findTokensInTexts(texts, new Set([tokens.github]))).toEqual([]);
});
