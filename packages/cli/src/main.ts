import { installation } from '@stackbench/installation';
import { BenchError } from '@stackbench/model';
import { commonOptions } from './arguments/option.ts';
import { parseOptions } from './arguments/parse-options.ts';
import { takeTimeouts } from './arguments/timeouts.ts';
import { commands, defaultCommand } from './commands/index.ts';
import type { Command } from './commands/command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import {
  createTerminal,
  parseColorMode,
  type Streams,
  type Terminal,
} from './terminal/terminal.ts';

/** Runs `pnpm bench` with the arguments after it, and tells how the process should exit. */
export async function main(argv: readonly string[], streams: Streams = process): Promise<ExitCode> {
  const shown = { terminal: createTerminal(streams, 'auto') };
  try {
    const exitCode = await obey(argv, streams, shown);
    await shown.terminal.settle();
    return exitCode;
  } catch (error) {
    const { reportError } = await import('./terminal/report-error.ts');
    return reportError(error, shown.terminal.err);
  }
}

/** @param shown gets another terminal as soon as the options tell which colours are wanted */
async function obey(
  argv: readonly string[],
  streams: Streams,
  shown: { terminal: Terminal },
): Promise<ExitCode> {
  if (argv[0] === '--version') {
    shown.terminal.out.write(`stackbench ${installation.version}\n`);
    return exitCodes.done;
  }
  if (argv[0] === '--help' || argv[0] === '-h' || argv[0] === 'help') {
    const { renderHelp } = await import('./help.ts');
    shown.terminal.out.write(renderHelp(commands, defaultCommand, shown.terminal.out.width()));
    return exitCodes.done;
  }
  const { command, args } = await chooseCommand(argv);
  const options = [...command.options, ...commonOptions];
  const given = await parseOptions(command.name, args, options, command.operands);
  shown.terminal = createTerminal(streams, parseColorMode(given.one('color')));
  if (given.has('help')) {
    const { renderCommandHelp } = await import('./help.ts');
    shown.terminal.out.write(renderCommandHelp(command, shown.terminal.out.width()));
    return exitCodes.done;
  }
  checkWorkingFolder();
  takeTimeouts(given);
  const execute = await command.load();
  return execute(given, { terminal: shown.terminal, argv });
}

/** @throws BenchError where this process stands in a folder that was deleted: no path means anything there */
function checkWorkingFolder(): void {
  try {
    process.cwd();
  } catch (cause) {
    throw new BenchError('The folder that you are in has been deleted', {
      cause,
      fix: 'Change to one that is there: cd ~',
    });
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
