import { BenchError } from '@stackbench/model';
import { expect, test } from 'vitest';
import { reportError } from '../../src/terminal/report-error.ts';

function report(error: unknown) {
  let text = '';
  const write = (more: string) => (text += more);
  const code = reportError(error, { write, width: () => 80, color: false, isLive: false });
  return { code, text };
}

test('what a person can mend is told in two lines, without a stack', () => {
  expect(report(new BenchError('no\u001b[2J', { fix: 'Do this.' }))).toEqual({
    code: 2,
    text: 'stackbench: no\\x1b[2J\n  fix: Do this.\n',
  });
});

test('a bug is called one, with its stack', () => {
  const { code, text } = report(new TypeError('x is not a function'));
  expect(code).toBe(70);
  expect(text).toContain('this is a bug in stackbench');
  expect(text).toContain('TypeError: x is not a function');
  expect(text).toContain('report-error.test.ts');
});
