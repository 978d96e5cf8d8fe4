import { expect, test } from 'vitest';
import { escapeControl, hang, padEnd, textWidth, wrap } from '../src/text.ts';

test('wide characters take two columns and escape sequences none', () => {
  expect(textWidth('环境')).toBe(4);
  expect(textWidth('\u001b[31mred\u001b[39m')).toBe(3);
  expect(padEnd('环', 4)).toBe('环  ');
});

test('what moves the cursor or turns the text around is shown, not sent', () => {
  expect(escapeControl('a\u001b[2Jb\nc\u202Ed\u0085')).toBe(String.raw`a\x1b[2Jb\x0ac\u202ed\x85`);
});

test('lines break at spaces and separators, and inside a piece only when it alone is too wide', () => {
  expect(wrap('cuda:13.0@/usr/local/cuda-13.0', 22)).toEqual([
    'cuda:13.0@/usr/local/',
    'cuda-13.0',
  ]);
  expect(wrap('abcdefgh ij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(wrap('环境环境', 5)).toEqual(['环境', '环境']);
});

test('a number stays with its unit', () => {
  expect(wrap('at most 35 % or more', 10)).toEqual(['at most', '35 % or', 'more']);
  expect(wrap('reads 3.9 GB/s ±8 %', 9)).toEqual(['reads', '3.9 GB/s', '±8 %']);
  expect(wrap('all 12 stacks', 6)).toEqual(['all 12', 'stacks']);
});

test('lines break between Chinese characters, but not before a closing mark nor after an opening one', () => {
  expect(wrap('程序调用的只是入口（libcudnn），真正干活的是后者。', 19)).toEqual([
    '程序调用的只是入口',
    '（libcudnn），真正',
    '干活的是后者。',
  ]);
});

test('later lines hang below the start of the text', () => {
  expect(hang('  no  ', 'one two three', 13)).toEqual(['  no  one two', '      three']);
});

test('commands and paths are never broken, however long their line becomes', () => {
  const command = "'pnpm bench env create torch-2.15-cu132 --dry-run'";
  expect(wrap(`See what it takes with ${command}.`, 24)).toEqual([
    'See what it takes with',
    `${command}.`,
  ]);
  expect(wrap('Run `npx -y pnpm@12 install` there', 10)).toContain('`npx -y pnpm@12 install`');
  expect(wrap('in /usr/local/cuda-13.0/lib64, or', 12)).toEqual([
    'in',
    '/usr/local/cuda-13.0/lib64,',
    'or',
  ]);
  expect(wrap('it is results/runs/2026-quick.jsonl', 12).at(-1)).toBe(
    'results/runs/2026-quick.jsonl',
  );
});
