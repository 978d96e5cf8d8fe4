import {
  type Comparison,
  count,
  createPaint,
  escapeControl,
  hang,
  type Paint,
  renderComparison,
  wrap,
} from '@stackbench/report';
import { shortenPath } from '../../installation.ts';
import type { Output } from '../../terminal/terminal.ts';
import type { Compared } from './compare.ts';

/** What a comparison came to, for people; several stacks below each other, a sentence over all. */
export function describeCompared(compared: Compared, output: Output): string {
  const { comparisons, leftOut } = compared;
  const { color } = output;
  const width = output.width();
  const paint = createPaint(color);
  const rendered = comparisons.map((comparison) => renderComparison(comparison, { width, color }));
  const rule = `${paint('quiet', '─'.repeat(width))}\n`;
  const [only] = rendered;
  const parts =
    only !== undefined && rendered.length === 1
      ? [only]
      : [
          lines(wrap(summarizeStacks(comparisons), width).map((line) => paint('heading', line))),
          ...rendered.map((text) => `${rule}${text}`),
        ];
  return [
    ...parts,
    ...(leftOut.length === 0 ? [] : [lines(absentStacks(leftOut, width, paint))]),
    lines(fileLines(compared)),
  ].join('\n');
}

/** `B against A on 3 stacks: 1 faster, 2 same.` */
function summarizeStacks(comparisons: readonly Comparison[]): string {
  if (comparisons.length === 0) return 'A and B have no stack in common: nothing can be compared.';
  const verdicts = Map.groupBy(comparisons, ({ total }) => total?.verdict ?? 'not comparable');
  const tally = [...verdicts].map(([verdict, { length }]) => `${length} ${verdict}`).join(', ');
  return `B against A on ${count(comparisons.length, 'stack')}: ${tally}.`;
}

function absentStacks(leftOut: Compared['leftOut'], width: number, paint: Paint): string[] {
  return [
    paint('heading', 'Stacks left out'),
    ...leftOut.flatMap(({ stack, reason }) =>
      hang('  ', escapeControl(`${stack}: ${reason}`), width),
    ),
  ];
}

function fileLines({ files: { a, b } }: Compared): string[] {
  if (a === b) return [`Run file  ${printablePath(a)}`];
  return [`Run file A  ${printablePath(a)}`, `Run file B  ${printablePath(b)}`];
}

function printablePath(path: string): string {
  return escapeControl(shortenPath(path));
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}
