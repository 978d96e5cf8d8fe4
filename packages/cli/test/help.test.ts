import { expect, test } from 'vitest';
import { commands, defaultCommand } from '../src/commands/index.ts';
import { renderCommandHelp, renderHelp } from '../src/help.ts';

const longest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));
/** What is to be copied is not broken. */
const withoutCommands = (text: string) =>
  text.split('\nExamples\n')[0]!.replace(/^Usage: .*$/m, '');

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '');

test.each([80, 100, 300])('on %i columns no line of a help is longer, nor than 100', (columns) => {
  const texts = [
    renderHelp(commands, defaultCommand, columns),
    ...commands.map((command) => renderCommandHelp(command, columns)),
  ];
  for (const text of texts) {
    expect(longest(withoutCommands(text))).toBeLessThanOrEqual(Math.min(columns, 100));
    expect(longest(text)).toBeLessThanOrEqual(100);
  }
});

test('what is broken loses nothing', () => {
  for (const command of commands) {
    expect(withoutSpace(renderCommandHelp(command, 80))).toBe(
      withoutSpace(renderCommandHelp(command, 300)),
    );
  }
});
