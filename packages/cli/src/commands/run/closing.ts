import type { Run } from '@stackbench/model';
import { adviseOnRun, createPaint, escapeControl, hang } from '@stackbench/report';
import { shortenPath } from '../../user-paths.ts';
import type { Output } from '../../terminal/terminal.ts';

/** The lines under the table: where the run file lies, and what to know before believing it. */
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
  lines.push(`Run file  ${file}`);
  if (wasInterrupted) lines.push(`Interrupted: continue with pnpm bench --resume ${file}`);
  return `${lines.join('\n')}\n`;
}
