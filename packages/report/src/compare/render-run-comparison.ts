import { count } from '../numbers.ts';
import { createPaint, type Paint } from '../style.ts';
import { escapeControl, hang, wrap } from '../text.ts';
import type { RunComparison } from '../analysis/compare-runs.ts';
import type { Comparison } from '../analysis/comparison.ts';
import { describeVerdict, formatInterval, formatRatio } from './phrases.ts';
import { renderComparison, type RenderComparisonOptions } from './render-comparison.ts';

/**
 * Two runs for a terminal: how each stack fared, then one comparison below the other. A single
 * stack needs no overview.
 */
export function renderRunComparison(
  { comparisons, leftOut }: RunComparison,
  options: RenderComparisonOptions,
): string {
  const width = Math.max(40, options.width);
  const paint = createPaint(options.color);
  const [first] = comparisons;
  const isSingle = first !== undefined && comparisons.length === 1;
  const sections = [
    ...(isSingle ? [] : [renderOverview(comparisons, width, paint)]),
    ...comparisons.map((comparison) =>
      (isSingle ? '' : `${paint('quiet', '─'.repeat(width))}\n`).concat(
        renderComparison(comparison, options),
      ),
    ),
    ...(leftOut.length === 0 ? [] : [renderAbsent(leftOut, width, paint)]),
  ];
  return sections.join('\n');
}

function renderOverview(comparisons: readonly Comparison[], width: number, paint: Paint): string {
  const heading = wrap(summarize(comparisons), width).map((line) => paint('heading', line));
  const stacks = comparisons.flatMap(({ b, total, cases, broken }) => {
    const result =
      total === null
        ? cases.length === 0
          ? 'nothing can be compared'
          : 'no round holds all cases'
        : `${formatRatio(total.ratio)} (${formatInterval(total.interval)}), ${describeVerdict(total)}`;
    const fails = broken.length === 0 ? '' : `; ${count(broken.length, 'case')} broken`;
    return hang('  ', escapeControl(`${b.stack}: ${result}${fails}`), width);
  });
  return toText([...heading, ...stacks]);
}

/** `B against A on 3 stacks: 1 faster, 2 same.` */
function summarize(comparisons: readonly Comparison[]): string {
  if (comparisons.length === 0) return 'A and B have no stack in common: nothing can be compared.';
  const verdicts = Map.groupBy(
    comparisons,
    ({ total }) => total?.verdict ?? 'without a common case',
  );
  const tally = [...verdicts].map(([verdict, { length }]) => `${length} ${verdict}`).join(', ');
  return `B against A on ${count(comparisons.length, 'stack')}: ${tally}.`;
}

function renderAbsent(leftOut: RunComparison['leftOut'], width: number, paint: Paint): string {
  return toText([
    paint('heading', 'Stacks left out'),
    ...leftOut.flatMap(({ stack, reason }) =>
      hang('  ', escapeControl(`${stack}: ${reason}`), width),
    ),
  ]);
}

function toText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
