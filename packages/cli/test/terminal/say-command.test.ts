import { expect, test } from 'vitest';
import { sayCommand } from '../../src/terminal/say-command.ts';

test('says the command that its reader can type', () => {
  expect(sayCommand("See 'pnpm bench list', or npx -y pnpm@12 bench --out F.", './bench')).toBe(
    "See './bench list', or ./bench --out F.",
  );
});

test('a checkout has the command that texts speak of', () => {
  const text = 'pnpm bench --help';
  expect(sayCommand(text, 'pnpm bench')).toBe(text);
});

test('leaves other words alone', () => {
  expect(sayCommand('pnpm benches; pnpm bench:peers', 'x')).toBe('pnpm benches; pnpm bench:peers');
});
