import { count } from '../numbers.ts';
import { createPaint, type Paint } from '../style.ts';
import { escapeControl, hang, padStart, textWidth, wrap } from '../text.ts';
import type {
  Broken,
  ComparedCase,
  Comparison,
  ComparedStack,
  ControlFinding,
} from '../analysis/comparison.ts';
import { renderFacts, renderShortFacts } from './render-facts.ts';
import {
  describeVerdict,
  formatDetectable,
  formatInterval,
  formatPercent,
  formatRatio,
  formatTime,
} from './phrases.ts';
import { summarizeComparison } from './summary-sentence.ts';

export interface RenderComparisonOptions {
  /** Columns of the terminal. At least 40 are used. */
  width: number;
  color: boolean;
  /** Shows every fact that differs, and names what was left out. */
  all?: boolean;
}

/** A comparison for a terminal: what came out, what to beware of, the table, the rest. */
export function renderComparison(comparison: Comparison, options: RenderComparisonOptions): string {
  const width = Math.max(40, options.width);
  const paint = createPaint(options.color);
  const sections = [
    wrap(summarizeComparison(comparison), width).map((line) => paint('heading', line)),
    [...hang('A  ', name(comparison.a), width), ...hang('B  ', name(comparison.b), width)],
    comparison.caveats.flatMap((caveat) => hang(paint('warning', '! '), caveat, width)),
    renderCases(comparison, width, paint),
    renderBroken(comparison.broken, width, paint),
    renderControls(comparison.controls, width, paint),
    renderLeftOut(comparison, options.all === true, width, paint),
    options.all === true
      ? renderFacts(comparison.facts, width, paint)
      : renderShortFacts(comparison.facts, width, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function name({ stack, setup, runId, software }: ComparedStack): string {
  const made = setup === null ? '' : `setup ${setup}: `;
  return escapeControl(`${made}${stack}${software ? ' (software)' : ''}  run ${runId}`);
}

const verdictTones = {
  faster: 'top',
  slower: 'bad',
  same: 'quiet',
  inconclusive: 'warning',
} as const;

/** Columns below which a verdict stands on a line of its own. */
const narrowestVerdict = 20;

function renderCases(comparison: Comparison, width: number, paint: Paint): string[] {
  const { cases, margin } = comparison;
  if (cases.length === 0) return [];
  const rows = cases.map((one) => [
    formatTime(one.aNs),
    formatTime(one.bNs),
    formatRatio(one.ratio),
    formatInterval(one.interval),
    formatDetectable(one),
    String(one.launches),
  ]);
  const unit = comparison.pairing === 'rounds' ? 'rounds' : 'launches';
  const headings = ['A', 'B', 'B / A', '95 % interval', 'tells ≥', unit];
  const widths = headings.map((heading, column) =>
    Math.max(textWidth(heading), ...rows.map((row) => textWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => padStart(cell, widths[column] ?? 0)).join('  ')}`;
  const beside = width - textWidth(line(headings)) >= narrowestVerdict;
  return [
    paint('quiet', beside ? `${line(headings)}  verdict` : line(headings)),
    ...cases.flatMap((one, index) => {
      const numbers = line(rows[index] ?? []);
      const verdict = describeVerdict(one) + remarks(one, margin);
      const lines = beside
        ? hang(`${numbers}  `, verdict, width)
        : [numbers, ...hang('    ', verdict, width)];
      return [
        ...wrap(escapeControl(one.case), width),
        ...lines.map((text) => paintVerdict(text, one, paint)),
      ];
    }),
  ];
}

/** Colours the verdict where it stands as a word. */
function paintVerdict(text: string, { verdict }: ComparedCase, paint: Paint): string {
  return text.replace(verdict, (word) => paint(verdictTones[verdict], word));
}

/** What is particular to a case: a wider margin, lost rounds, different choices of `best`. */
function remarks(one: ComparedCase, asked: number): string {
  const parts: string[] = [];
  if (one.margin > asked) parts.push(`margin ${formatPercent(one.margin)} from the A/A control`);
  if (one.unpairedRounds > 0) parts.push(`${count(one.unpairedRounds, 'round')} without a partner`);
  for (const { side, round, factor } of one.odd) {
    parts.push(`round ${round} of ${side} set aside: ${factor.toPrecision(3)}× its usual time`);
  }
  if (one.chosen !== undefined) {
    parts.push(`A chose ${choice(one.chosen.a)}, B ${choice(one.chosen.b)}`);
  }
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

function choice(variants: readonly string[]): string {
  return variants.length === 0 ? 'nothing' : escapeControl(variants.join(' or '));
}

function renderBroken(broken: readonly Broken[], width: number, paint: Paint): string[] {
  if (broken.length === 0) return [];
  return [
    paint('heading', 'B fails, A does not'),
    ...broken.flatMap((one) => [
      ...hang('  ', escapeControl(one.case), width),
      ...hang('    ', escapeControl(firstLine(one.reason)), width),
    ]),
  ];
}

function renderControls(
  findings: readonly ControlFinding[],
  width: number,
  paint: Paint,
): string[] {
  const lines = findings.flatMap(({ stack, runId, cases, ratio, interval, noise }) =>
    hang(
      '  ',
      escapeControl(
        ratio === null
          ? `${stack} in run ${runId}: never measured twice in a round`
          : `${stack} in run ${runId}: ${formatRatio(ratio)} (${formatInterval(interval)}) over ${count(cases, 'case')}, so within ${formatPercent(noise)} of itself`,
      ),
      width,
    ),
  );
  return lines.length === 0 ? [] : [paint('heading', 'A/A control'), ...lines];
}

const namedCases = 5;

function firstLine(text: string): string {
  const [first = '', ...rest] = text.trim().split(/\r?\n/);
  return rest.length === 0 ? first : `${first} …`;
}

function renderLeftOut(
  { leftOut }: Comparison,
  isWhole: boolean,
  width: number,
  paint: Paint,
): string[] {
  if (leftOut.length === 0) return [];
  const groups = Map.groupBy(leftOut, ({ reason }) => reason);
  return [
    paint('heading', 'Left out'),
    ...[...groups].flatMap(([reason, members]) => {
      // What was never tried is counted; what went wrong is named.
      if (!isWhole && /: (unsupported|skipped): /.test(reason)) {
        const counted = `${count(members.length, 'case')}: ${firstLine(reason)}`;
        return hang('  ', escapeControl(counted), width);
      }
      const named = members.slice(0, namedCases).map((one) => one.case);
      const more = members.length - named.length;
      return [
        ...hang('  ', escapeControl(firstLine(reason)), width),
        ...named.flatMap((id) => hang('    ', escapeControl(id), width)),
        ...(more > 0 ? [`    and ${more} more`] : []),
      ];
    }),
  ];
}
