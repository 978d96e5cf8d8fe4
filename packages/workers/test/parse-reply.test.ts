import { z } from 'zod';
import { expect, test } from 'vitest';
import { parseReply } from '../src/parse-reply.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

test.each([3000, 100_000, 70])('%i levels of nesting are garbage, not a bug', (levels) => {
  const line = `{"ok":true,"result":${nested(levels)}}`;
  expect(parseReply(line, z.json())).toMatchObject({
    lost: true,
    answer: { status: 'crash', reason: expect.stringContaining('nested more than 64') as string },
  });
});

test('levels as honest replies have them are taken', () => {
  expect(parseReply(`{"ok":true,"result":${nested(20)}}`, z.json())).toMatchObject({ lost: false });
});

test('a message of 900 KB is bounded, with its beginning and its end', () => {
  const message = `first${'x'.repeat(900_000)}last`;
  const failure = { status: 'crash', message, fatal: false };
  const { answer } = parseReply(JSON.stringify({ ok: false, failure }), z.json());
  const reason = answer.ok ? '' : answer.reason;
  expect(reason.length).toBeLessThan(5000);
  expect(reason).toMatch(/^first[^]*characters left out[^]*last$/);
});
