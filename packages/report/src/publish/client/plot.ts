import * as Plot from '@observablehq/plot';
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
  figure.append(drawn);
  return figure;
}

function drawScatter(view: ScatterPlot, width: number): Element {
  const points = [...view.points];
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
    y: { ...axis(view.y), grid: true },
    color: { domain: series, range: colours, legend: series.length > 1 },
    marks: [
      ...view.lines.map(({ from, to, source }) =>
        Plot.line([from, to], {
          x: 'x',
          y: 'y',
          stroke: 'var(--quiet)',
          strokeDasharray: source === 'datasheet' ? '6 4' : '',
        }),
      ),
      ...view.lines.map((line) =>
        Plot.text([line], {
          x: (each: typeof line) => middle(each.from.x, each.to.x),
          y: (each: typeof line) => middle(each.from.y, each.to.y),
          text: 'label',
          dy: -9,
          fill: 'currentColor',
          stroke: 'var(--page)',
          strokeWidth: 4,
          fontSize: 11,
        }),
      ),
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
  const base: Plot.ScaleOptions = {
    label: view.title,
    type: view.scale === 'time' ? 'utc' : view.scale,
    ...(view.scale === 'log' ? { nice: true } : {}),
  };
  if (view.format === undefined) {
    return view.scale === 'log' ? { ...base, tickFormat: roundOnly(siText) } : base;
  }
  if (view.format === 'percent') return { ...base, tickFormat: percent };
  const throughput = (value: number) =>
    formatThroughput(value)
      .replace(/(\.\d*?)0+ /, '$1 ')
      .replace('. ', ' ');
  return { ...base, tickFormat: view.scale === 'log' ? roundOnly(throughput) : throughput };
}

/** On a logarithmic axis only 1, 2 and 5 times a power of ten are written: others would overlap. */
function roundOnly(format: (value: number) => string): (value: number) => string {
  return (value) => (/^[125](?:\.0*)?e/.test(value.toExponential(6)) ? format(value) : '');
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

function middle(from: number, to: number): number {
  return Math.sqrt(from * to);
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(1, length - 1))}…`;
}
