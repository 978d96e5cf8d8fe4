import { expect, test } from 'vitest';
import { parseTraceLines } from '../../src/trace/trace-lines.ts';

test('what a process printed before it died is kept, and its torn last line is not', () => {
  const text = [
    'hello from sitecustomize',
    '{"fact":"interpreter","pid":7,"version":"3.11.7"}',
    '{"fact":"about","step":"cudnnCreate"}',
    '{"fact":"unheard-of"}',
    '{"fact":"library","name":"cud',
  ].join('\n');
  expect(parseTraceLines(text)).toEqual([
    { fact: 'interpreter', pid: 7, version: '3.11.7' },
    { fact: 'about', step: 'cudnnCreate' },
  ]);
});
