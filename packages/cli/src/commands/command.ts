import type { Given, Operands, Option } from '../arguments/option.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** What a command needs besides its options. */
export interface Context {
  terminal: Terminal;
  /** All arguments, for the run file. */
  argv: readonly string[];
}

/** A command of `pnpm bench`: its description, and where its code is. */
export interface Command {
  name: string;
  summary: string;
  /** More than the summary says, for its own help. */
  details: readonly string[];
  /** Without it the command takes options only. */
  operands?: Operands;
  options: readonly Option[];
  examples: readonly string[];
  /** Imports the code, which the help needs not. */
  load(): Promise<(given: Given, context: Context) => Promise<ExitCode>>;
}
