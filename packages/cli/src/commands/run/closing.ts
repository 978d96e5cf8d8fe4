import type { Run } from '@stackbench/model';
import { adviseOnRun, createPaint, escapeControl, hang } from '@stackbench/report';
import { shortenPath } from '../../user-paths.ts';
import type { Output } from '../../terminal/terminal.ts';

/** The lines under the table: what to know before believing it, and how to go on. */
export function describeClosing(
  run: Run,
  path: string,
  wasInterrupted: boolean,
  output: Output,
): string {
  const paint = createPaint(output.color);
  const width = output.width();
  const file = escapeControl(shortenPath(path));
  const lines = adviseOnRun(run).flatMap(({ warning, fix }) => [
    ...hang(`${paint('warning', 'Warning')}  `, warning, width),
    ...hang('         ', fix, width),
  ]);
  if (wasInterrupted) lines.push(`Interrupted: continue with pnpm bench --resume ${file}`);
  return lines.map((line) => `${line}\n`).join('');
}

/** Where the run file lies, so that whoever wants quiet finds it, too. */
export function describeRunFile(path: string): string {
  return `Run file  ${escapeControl(shortenPath(path))}\n`;
}
