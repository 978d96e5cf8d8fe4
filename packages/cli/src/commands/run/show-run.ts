import type { Run } from '@stackbench/model';
import { renderRun } from '@stackbench/report';
import type { ExitCode } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { describeClosing } from './closing.ts';
import { exitCodeOf } from './exit-code.ts';
import type { RunOptions } from './options.ts';
import { runAsJson } from './run-json.ts';

/** Prints what a run came to, and says how the command is to exit. */
export function showRun(
  run: Run,
  path: string,
  { json, quiet }: Pick<RunOptions, 'json' | 'quiet'>,
  wasInterrupted: boolean,
  { out, err }: Terminal,
): ExitCode {
  out.write(json ? runAsJson(run, path) : renderRun(run, { width: out.width(), color: out.color }));
  if (!quiet) err.write(`\n${describeClosing(run, path, wasInterrupted, err)}`);
  return exitCodeOf(run.outcomes, wasInterrupted);
}
