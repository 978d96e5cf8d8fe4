import { textWidth } from '@stackbench/report';
import type { Output } from '../terminal/terminal.ts';

/** Lines at the bottom of a terminal that are redrawn in place. */
export interface LiveArea {
  draw(lines: readonly string[]): void;
  /** Removes the lines, and writes `text` where they were. */
  clear(text?: string): void;
}

/** Lines should not be wider than the terminal; if it shrank meanwhile, the rows they wrap to are removed too. */
export function createLiveArea(output: Output): LiveArea {
  let shown: readonly string[] = [];
  const erase = () => {
    const width = Math.max(1, output.width());
    const rows = shown.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / width)),
      0,
    );
    // To the first column, up to the first row, and erase from there to the end of the screen.
    const up = rows > 1 ? `\u001b[${rows - 1}A` : '';
    return shown.length === 0 ? '' : `\r${up}\u001b[J`;
  };
  return {
    draw: (lines) => {
      output.write(erase() + lines.join('\n'));
      shown = lines;
    },
    clear: (text = '') => {
      output.write(erase() + text);
      shown = [];
    },
  };
}
