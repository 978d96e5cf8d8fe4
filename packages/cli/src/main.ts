import { commonOptions } from './arguments/option.ts';
import { parseOptions } from './arguments/parse-options.ts';
import { commands, defaultCommand } from './commands/index.ts';
import type { Command } from './commands/command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { createTerminal, parseColorMode } from './terminal/terminal.ts';

/** Runs `pnpm bench` with the arguments after it, and tells how the process should exit. */
export async function main(argv: readonly string[]): Promise<ExitCode> {
  let terminal = createTerminal('auto');
  try {
    if (argv[0] === '--version') {
      const { readVersion } = await import('./installation.ts');
      terminal.out.write(`stackbench ${await readVersion()}\n`);
      return exitCodes.done;
    }
    if (argv[0] === '--help' || argv[0] === '-h' || argv[0] === 'help') {
      const { renderHelp } = await import('./help.ts');
      terminal.out.write(renderHelp(commands, defaultCommand));
      return exitCodes.done;
    }
    const { command, args } = await chooseCommand(argv);
    const options = [...command.options, ...commonOptions];
    const given = await parseOptions(command.name, args, options, command.operands);
    terminal = createTerminal(parseColorMode(given.one('color')));
    if (given.has('help')) {
      const { renderCommandHelp } = await import('./help.ts');
      terminal.out.write(renderCommandHelp(command));
      return exitCodes.done;
    }
    const execute = await command.load();
    return await execute(given, { terminal, argv });
  } catch (error) {
    const { reportError } = await import('./terminal/report-error.ts');
    return reportError(error, terminal.err);
  }
}

/** The command named first, or the one that needs no name. */
async function chooseCommand(
  argv: readonly string[],
): Promise<{ command: Command; args: readonly string[] }> {
  const [first, ...rest] = argv;
  if (first === undefined || first.startsWith('-')) return { command: defaultCommand, args: argv };
  const command = commands.find(({ name }) => name === first);
  if (command !== undefined) return { command, args: rest };
  const { noSuch } = await import('@stackbench/engine');
  throw noSuch(first, {
    noun: 'command',
    names: commands.map(({ name }) => name),
    fix: "See 'pnpm bench --help'; a suite is named with --suite.",
  });
}
