import { count } from '../numbers.ts';
import { createPaint, type Paint } from '../style.ts';
import { escapeControl, hang, padStart, textWidth, wrap } from '../text.ts';
import type {
  ComparedCase,
  Comparison,
  ComparedStack,
  ControlFinding,
} from '../analysis/comparison.ts';
import { renderFacts } from './render-facts.ts';
import {
  describeVerdict,
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
    renderControls(comparison.controls, width, paint),
    renderLeftOut(comparison, width, paint),
    renderFacts(comparison.facts, width, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function name({ stack, runId, software }: ComparedStack): string {
  return escapeControl(`${stack}${software ? ' (software)' : ''}  run ${runId}`);
}

const verdictTones = {
  faster: 'top',
  slower: 'bad',
  same: 'quiet',
  inconclusive: 'warning',
} as const;

/** Columns below which a verdict stands on a line of its own. */
const narrowestVerdict = 24;

function renderCases(comparison: Comparison, width: number, paint: Paint): string[] {
  const { cases, margin } = comparison;
  if (cases.length === 0) return [];
  const rows = cases.map((one) => [
    formatTime(one.aNs),
    formatTime(one.bNs),
    formatRatio(one.ratio),
    formatInterval(one.interval),
    String(one.launches),
  ]);
  const unit = comparison.pairing === 'rounds' ? 'rounds' : 'launches';
  const headings = ['A', 'B', 'B / A', '95 % interval', unit];
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
  const isUnranked = one.verdict === 'inconclusive' && one.because === 'control';
  if (one.margin > asked && !isUnranked)
    parts.push(`margin ${formatPercent(one.margin)} from the A/A control`);
  if (one.unpairedRounds > 0) parts.push(`${count(one.unpairedRounds, 'round')} without a partner`);
  if (one.chosen !== undefined) {
    parts.push(`A chose ${choice(one.chosen.a)}, B ${choice(one.chosen.b)}`);
  }
  return parts.length === 0 ? '' : `; ${parts.join('; ')}`;
}

function choice(variants: readonly string[]): string {
  return variants.length === 0 ? 'nothing' : escapeControl(variants.join(' or '));
}

function renderControls(
  findings: readonly ControlFinding[],
  width: number,
  paint: Paint,
): string[] {
  const lines = findings.flatMap(({ stack, runId, cases, judgement }) =>
    hang(
      '  ',
      escapeControl(
        judgement === null
          ? `${stack} in run ${runId}: never measured twice in a round`
          : `${stack} in run ${runId}: ${formatRatio(judgement.ratio)} (${formatInterval(judgement.interval)}) over ${count(cases, 'case')}, ${describeVerdict(judgement)}`,
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

function renderLeftOut({ leftOut }: Comparison, width: number, paint: Paint): string[] {
  if (leftOut.length === 0) return [];
  const groups = Map.groupBy(leftOut, ({ reason }) => reason);
  return [
    paint('heading', 'Left out'),
    ...[...groups].flatMap(([reason, members]) => {
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
