import { expect, test } from 'vitest';
import { expandDirectives } from '../../src/wgsl/expand-directives.ts';
import { locateLines } from '../../src/wgsl/source-line.ts';

function expand(source: string, constants: Record<string, number> = {}) {
  const lines = locateLines({ file: 'line', lines: source.split('\n') });
  return expandDirectives(lines, constants).map(
    ({ text, origin }) => `${origin.replace('line:', '')}: ${text}`,
  );
}

test('a block is repeated as often as a constant says', () => {
  const source = ['//@unroll i TM', 'var sum{i} = vec4f();', '//@end', 'done'].join('\n');
  expect(expand(source, { TM: 2 })).toEqual([
    '2: var sum0 = vec4f();',
    '2: var sum1 = vec4f();',
    '4: done',
  ]);
});

test('a bound may be a number, and 0 leaves nothing', () => {
  expect(expand('//@unroll i 0\nx{i}\n//@end')).toEqual([]);
});

test('an index picks its letter', () => {
  expect(expand('//@unroll q 3\na.{q:xyzw} * b{q}\n//@end')).toEqual([
    '2: a.x * b0',
    '2: a.y * b1',
    '2: a.z * b2',
  ]);
});

test('blocks nest, and an inner index is not the outer one', () => {
  const source = '//@unroll i 2\n//@unroll j 2\n{i}{j}\n//@end\n//@end';
  expect(expand(source)).toEqual(['3: 00', '3: 01', '3: 10', '3: 11']);
});

test.each([
  [1, ['2: vector', '6: after']],
  [0, ['4: scalar', '6: after']],
])('a constant of %i chooses its lines', (A4, expected) => {
  expect(expand('//@if A4\nvector\n//@else\nscalar\n//@end\nafter', { A4 })).toEqual(expected);
});

test('a condition without an alternative leaves nothing behind', () => {
  expect(expand('//@if A4\nvector\n//@end', { A4: 0 })).toEqual([]);
});

test('an inner alternative does not end the outer lines', () => {
  const source = '//@if A\n//@if B\n1\n//@else\n2\n//@end\n//@else\n3\n//@end';
  expect(expand(source, { A: 1, B: 0 })).toEqual(['5: 2']);
  expect(expand(source, { A: 0, B: 1 })).toEqual(['8: 3']);
});

test.each([
  ['x\n//@end', /line:2: no block is open before this \/\/@end/],
  ['//@else', /line:1: no block is open/],
  ['x\n//@unroll i 2\ny', /line:2: this \/\/@unroll i 2 has no \/\/@end/],
  ['//@unroll i TM\n//@end', /line:1: 'TM' is neither a constant of this pass nor a number/],
  ['//@if A4\n//@end', /line:1: 'A4'/],
  ['//@if 1\n//@else\n//@else\n//@end', /line:3: a second \/\/@else/],
  ['//@unroll i 2\n//@else\n//@end', /line:1: an \/\/@unroll has no \/\/@else/],
  ['//@unroll i 5\n\n{i:xyzw}\n//@end', /line:3: \{i:xyzw\} has no letter for i = 4/],
  ['//@unrol i 2\nx\n//@end', /line:1: '\/\/@unrol i 2' is not a directive/],
])('a broken directive is named with its line: %j', (source, message) => {
  expect(() => expand(source)).toThrow(message);
});
