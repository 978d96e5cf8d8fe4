import type { Run } from '@stackbench/model';
import { renderRun } from '@stackbench/report';
import type { ExitCode } from '../../exit-codes.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { describeClosing, describeRunFile } from './closing.ts';
import { exitCodeOf } from './exit-code.ts';
import type { RunOptions } from './options.ts';
import { runAsJson } from './run-json.ts';

/** Prints what a run came to, and says how the command is to exit. */
export function showRun(
  run: Run,
  path: string,
  { json, quiet, all }: Pick<RunOptions, 'json' | 'quiet' | 'all'>,
  wasInterrupted: boolean,
  { out, err }: Terminal,
): ExitCode {
  const options = { width: out.width(), color: out.color, all };
  out.write(json ? runAsJson(run, path) : renderRun(run, options));
  if (!quiet) err.write(`\n${describeClosing(run, path, wasInterrupted, err)}`);
  // The document of --json names the file itself.
  if (!json || !quiet) err.write(describeRunFile(path));
  return exitCodeOf(run.outcomes, wasInterrupted);
}
