import { escapeControl, renderRunComparison } from '@stackbench/report';
import { shortenPath } from '../../user-paths.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Compared } from './compare.ts';

/** What a comparison came to, for people, and last the files that it came from. */
export function describeCompared(compared: Compared, all: boolean, output: Output): string {
  const { a, b } = compared.files;
  const isOne = a.length === 1 && a[0] === b;
  const files = isOne
    ? [['Run file', b]]
    : [...a.map((path) => ['Run file A', path]), ['Run file B', b]];
  return [
    renderRunComparison(compared, { width: output.width(), color: output.color, all }),
    ...files.map(([label, path = '']) => `${label}  ${escapeControl(shortenPath(path))}`),
    '',
  ].join('\n');
}
