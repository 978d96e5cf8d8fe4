import { executeRun, readRunFile, type RunFile, type RunPlan } from '@stackbench/engine';
import type { Outcome } from '@stackbench/model';
import type { ExitCode } from '../../exit-codes.ts';
import { handleInterrupts } from '../../interrupts.ts';
import {
  createLiveDisplay,
  createPlainDisplay,
  noDisplay,
  type ProgressDisplay,
} from '../../progress/show-progress.ts';
import type { Output, Terminal } from '../../terminal/terminal.ts';
import type { RunOptions } from './options.ts';
import { showRun } from './show-run.ts';

/** What is to be measured, less what is there already. */
export interface Measurable {
  plan: RunPlan;
  finished: readonly Outcome[];
}

type ShowOptions = Pick<RunOptions, 'json' | 'quiet' | 'all'>;

/** Measures what is left of a plan into its run file, shows the run, and says how the command is to exit. */
export async function measure(
  { plan, finished }: Measurable,
  file: RunFile,
  options: ShowOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const display = createDisplay(plan, finished, options, terminal.err);
  const interruption = new AbortController();
  let lastMs = performance.now();
  const ignoreInterrupts = handleInterrupts({
    onFirst: () => {
      display.note('Stopping; once more to stop at once.');
      interruption.abort();
    },
    onSecond: () => display.end(),
  });
  try {
    await executeRun(plan, {
      finished,
      signal: interruption.signal,
      keep: async (outcome) => {
        const nowMs = performance.now();
        const tookNs = Math.round((nowMs - lastMs) * 1e6);
        lastMs = nowMs;
        await file.append({ ...outcome, tookNs });
      },
      onEvent: (event) => display.onEvent(event),
    });
    if (!interruption.signal.aborted) file.finish(new Date());
  } finally {
    display.end();
    ignoreInterrupts();
    file.close();
  }
  const run = await readRunFile(file.path);
  return showRun(run, file.path, options, interruption.signal.aborted, terminal);
}

function createDisplay(
  plan: RunPlan,
  finished: Measurable['finished'],
  { quiet }: ShowOptions,
  output: Output,
): ProgressDisplay {
  if (quiet) return noDisplay;
  const create = output.isLive ? createLiveDisplay : createPlainDisplay;
  return create(plan, finished, output);
}
