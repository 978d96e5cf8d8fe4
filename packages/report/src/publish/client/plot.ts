import * as Plot from '@observablehq/plot';
import type { RateUnit } from '@stackbench/model/work';
import { formatThroughput } from '../../numbers.ts';
import type { BarPlot, PlotAxis, PlotView, ScatterPlot } from '../views/plot-view.ts';
import { element } from './dom.ts';

const colours = Array.from({ length: 8 }, (_, index) => `var(--series-${index + 1})`);

/** A plot as SVG, drawn at the width that there is. Its numbers stand in a table of the same view. */
export function drawPlot(view: PlotView, width: number): HTMLElement {
  const isEmpty = view.shape === 'bars' ? view.bars.length === 0 : view.points.length === 0;
  const figure = element('figure', {}, element('figcaption', {}, view.caption));
  if (isEmpty) {
    figure.append(element('p', { class: 'empty' }, 'Nothing was measured that could be drawn.'));
    return figure;
  }
  if (view.note) figure.append(element('p', { class: 'note' }, view.note));
  const drawn = view.shape === 'bars' ? drawBars(view, width) : drawScatter(view, width);
  describeDrawing(drawn);
  figure.append(drawn);
  return figure;
}

/** To a screen reader the drawing is one picture with a name, and its groups have none. */
function describeDrawing(drawn: Element): void {
  for (const group of drawn.querySelectorAll('g[aria-label]')) {
    group.setAttribute('data-mark', group.getAttribute('aria-label') ?? '');
    group.removeAttribute('aria-label');
  }
  const pictures = drawn.matches('svg') ? [drawn] : [...drawn.querySelectorAll('svg[aria-label]')];
  for (const picture of pictures) picture.setAttribute('role', 'img');
}

function drawScatter(view: ScatterPlot, width: number): Element {
  const points = [...view.points];
  const ends = view.lines.flatMap(({ from, to }) => [from, to]);
  const xs = [...points, ...ends].map(({ x }) => x);
  const ys = [...points, ...ends].map(({ y }) => y);
  const spans = points.filter((point) => point.low !== null && point.high !== null);
  const series = [...new Set(points.map((point) => point.series))];
  return Plot.plot({
    width,
    height: Math.round(Math.min(460, Math.max(300, width * 0.5))),
    marginLeft: 92,
    marginRight: 24,
    marginTop: 28,
    marginBottom: 40,
    inset: 8,
    style: { fontSize: '12px' },
    ariaLabel: view.caption,
    ariaDescription: 'The numbers are in the table below.',
    x: axis(view.x),
    y: { ...axis(view.y), grid: view.y.scale !== 'log' },
    color: { domain: series, range: colours, legend: series.length > 1 },
    marks: [
      ...logAxis(view.x, 'x', xs),
      ...logAxis(view.y, 'y', ys),
      ...view.lines.map(({ from, to, source }) =>
        Plot.line([from, to], {
          x: 'x',
          y: 'y',
          stroke: 'var(--quiet)',
          strokeDasharray: source === 'datasheet' ? '6 4' : '',
        }),
      ),
      // A slope is named at its lower end, on the side where it leaves room; a flat part at its end.
      ...view.lines.map((line) => {
        const flat = line.from.y === line.to.y;
        return Plot.text([flat ? line.to : line.from], {
          x: 'x',
          y: 'y',
          text: () => line.label,
          textAnchor: flat ? 'end' : 'start',
          dx: flat ? 0 : 14,
          dy: flat ? -9 : 4,
          fill: 'currentColor',
          stroke: 'var(--page)',
          strokeWidth: 4,
          fontSize: 11,
        });
      }),
      ...(view.connect
        ? [
            Plot.line(
              points.toSorted((a, b) => a.x - b.x),
              { x: 'x', y: 'y', z: 'series', stroke: 'series', strokeWidth: 1.5 },
            ),
          ]
        : []),
      Plot.ruleX(spans, {
        x: 'x',
        y1: 'low',
        y2: 'high',
        stroke: 'series',
        strokeWidth: 1.5,
        marker: 'tick-x',
      }),
      Plot.dot(points, { x: 'x', y: 'y', fill: 'series', r: 3.5 }),
      Plot.tip(points, Plot.pointer({ x: 'x', y: 'y', title: 'label' })),
    ],
  });
}

function drawBars(view: BarPlot, width: number): Element {
  const bars = [...view.bars];
  const spans = bars.filter((bar) => bar.low !== null && bar.high !== null);
  const series = [...new Set(bars.map((bar) => bar.series))];
  const longest = Math.max(...bars.map((bar) => bar.label.length));
  const marginLeft = Math.min(longest * 7 + 16, Math.max(120, width * 0.45));
  return Plot.plot({
    width,
    height: bars.length * 26 + 72,
    marginTop: 8,
    marginBottom: 40,
    marginLeft,
    marginRight: 24,
    style: { fontSize: '12px' },
    ariaLabel: view.caption,
    ariaDescription: 'The numbers are in the table below.',
    x: { ...axis(view.x), grid: true, zero: true },
    y: {
      label: null,
      domain: bars.map((bar) => bar.label),
      tickFormat: (label: string) => shorten(label, Math.floor((marginLeft - 16) / 6.6)),
    },
    color: { domain: series, range: colours },
    marks: [
      Plot.barX(bars, { x: 'value', y: 'label', fill: 'series', fillOpacity: 0.75 }),
      Plot.ruleY(spans, {
        y: 'label',
        x1: 'low',
        x2: 'high',
        stroke: 'currentColor',
        marker: 'tick-y',
      }),
      ...(view.reference === null
        ? []
        : [Plot.ruleX([view.reference.value], { stroke: 'currentColor', strokeDasharray: '3 3' })]),
      Plot.tip(bars, Plot.pointerY({ x: 'value', y: 'label', title: 'hint' })),
    ],
  });
}

function axis(view: PlotAxis): Plot.ScaleOptions {
  const type = view.scale === 'time' ? 'utc' : view.scale;
  const base = { label: view.title, type } as const;
  if (view.scale === 'log') return { ...base, axis: null };
  return view.scale === 'time' ? base : { ...base, tickFormat: formatOf(view) };
}

/** A logarithmic axis has its ticks given: d3 leaves labels of its own out, and not the right ones. */
function logAxis(view: PlotAxis, letter: 'x' | 'y', values: readonly number[]): Plot.Markish[] {
  if (view.scale !== 'log') return [];
  const ticks = logTicks(values);
  const options = { label: view.title, text: formatOf(view) };
  return letter === 'x'
    ? [Plot.axisX(ticks, options)]
    : [Plot.gridY(ticks), Plot.axisY(ticks, options)];
}

function formatOf({ format }: PlotAxis): (value: number) => string {
  if (format === undefined) return siText;
  return format === 'percent' ? percent : (value) => throughputText(value, format);
}

/** 1, 2 and 5 times powers of ten; over many decades only the powers. */
function logTicks(values: readonly number[]): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first;
  const digits = decades > 4 ? [1] : [1, 2, 5];
  return Array.from({ length: decades + 1 }, (_, decade) =>
    digits.map((digit) => digit * 10 ** (first + decade)),
  )
    .flat()
    .filter((tick) => tick >= low && tick <= high);
}

function throughputText(perSecond: number, unit: RateUnit): string {
  return formatThroughput({ perSecond, unit }).replace(/\.0+ /, ' ');
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** `20`, `500 M`, `1 T` */
function siText(value: number): string {
  const step = Math.max(0, Math.min(prefixes.length - 1, Math.floor(Math.log10(value) / 3 + 1e-9)));
  const prefix = prefixes[step] ?? '';
  return `${Number((value / 1000 ** step).toPrecision(3))}${prefix === '' ? '' : ` ${prefix}`}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`;
}
