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
    // Row by row, upwards: some terminals keep what is erased to the end of the screen as history.
    return rows === 0
      ? ''
      : `\r${Array.from({ length: rows }, () => '\u001b[2K').join('\u001b[1A')}`;
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
