import { expect, test } from 'vitest';
import { z } from 'zod';
import { readAnswer } from '../../src/managers/read-answer.ts';

const schema = z.object({ actions: z.array(z.string()) });

test('what a tool says is read', () => {
  expect(readAnswer('{"actions":["a"]}', schema, 'The plan of conda')).toEqual({ actions: ['a'] });
});

test.each(['', 'Collecting package metadata: done', '{"actions":', '{"actions":[1]}', 'null'])(
  'what makes no sense is quoted, with what to do: %j',
  (text) => {
    expect(() => readAnswer(text, schema, 'The plan of conda')).toThrow(
      expect.objectContaining({
        name: 'BenchError',
        message: `The plan of conda makes no sense: ${text || 'nothing'}`,
        fix: expect.stringContaining('--with TOOL') as string,
      }),
    );
  },
);
