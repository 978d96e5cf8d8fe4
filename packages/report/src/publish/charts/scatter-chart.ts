import type { ScatterPlot } from '../views/plot-view.ts';
import { axisLabels, dot, interval, legend, namesOf, picture, spanned } from './marks.ts';
import { seriesColour } from './palette.ts';
import { type Scale, scaleOf } from './scale.ts';
import { label, line, round, type Shape, shape } from './shape.ts';
import { widthOf, wrap } from './text.ts';

/** Points over two axes, with the lines that bound them or join them. */
export function drawScatter(view: ScatterPlot, width: number): Shape {
  const { points, lines } = view;
  const ends = lines.flatMap(({ from, to }) => [from, to]);
  const series = namesOf(points);
  const key = legend(series.length > 1 ? series : [], width, 0);
  const top = key.height + 26;
  const bottom = top + Math.round(Math.min(380, Math.max(240, width * 0.42)));
  const ys = [
    ...points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]),
    ...ends.map(({ y }) => y),
  ];
  const y = scaleOf(view.y, ys, [bottom, top]);
  const left = Math.max(...y.ticks.map(({ text }) => widthOf(text)), 24) + 8;
  const x = scaleOf(
    view.x,
    [...points, ...ends].map((each) => each.x),
    [left, width - 12],
  );
  const ground = [
    ...y.ticks.flatMap(({ value, text }) => [
      line([left, y.at(value)], [width, y.at(value)]),
      label(text, left - 8, y.at(value) + 4, { 'text-anchor': 'end', fill: 'var(--quiet)' }),
    ]),
    ...x.ticks.map(({ value }) =>
      line([x.at(value), bottom], [x.at(value), bottom + 5], { stroke: 'var(--quiet)' }),
    ),
    ...axisLabels(x, bottom + 18, width),
    label(`↑ ${view.y.title}`, 0, top - 10, { fill: 'var(--quiet)' }),
  ];
  const joins = view.connect ? series.map((name, at) => join(name, at, points, x, y)) : [];
  const marks = points.map((point) => {
    const at = series.indexOf(point.series);
    const px = x.at(point.x);
    const span =
      point.low === null || point.high === null
        ? []
        : [interval(at, [px, y.at(point.low)], [px, y.at(point.high)])];
    return spanned(point.label, ...span, dot(at, px, y.at(point.y)));
  });
  const height =
    bottom + 16 + 15 * Math.max(1, ...x.ticks.map(({ text }) => text.split('\n').length)) + 20;
  const title = label(view.x.title, width, height - 8, {
    'text-anchor': 'end',
    fill: 'var(--quiet)',
  });
  const bounds = lines.flatMap((each) => bound(each, x, y, left, width));
  return picture(view.caption, width, height, [
    ...key.shapes,
    ...ground,
    title,
    ...bounds,
    ...joins,
    ...marks,
  ]);
}

function join(name: string, at: number, points: ScatterPlot['points'], x: Scale, y: Scale): Shape {
  const own = points.filter(({ series }) => series === name).toSorted((a, b) => a.x - b.x);
  return shape('polyline', {
    points: own.map((point) => `${round(x.at(point.x))},${round(y.at(point.y))}`).join(' '),
    fill: 'none',
    stroke: seriesColour(at),
    'stroke-width': 1.5,
  });
}

function bound(
  bounding: ScatterPlot['lines'][number],
  x: Scale,
  y: Scale,
  left: number,
  width: number,
): Shape[] {
  const { from, to, label: name, source } = bounding;
  const { at: place, anchor } = namePlace(bounding, x, y, left);
  return [
    line([x.at(from.x), y.at(from.y)], [x.at(to.x), y.at(to.y)], {
      class: 'bound',
      stroke: 'var(--quiet)',
      'stroke-width': 1.5,
      ...(source === 'datasheet' ? { 'stroke-dasharray': '6 4' } : {}),
    }),
    ...wrap(name, width - left).map((text, at) =>
      label(text, ...place, { 'text-anchor': anchor, dy: at * 14 }),
    ),
  ];
}

/**
 * Where a line is named: a flat one above its end. A slope leaves room on both sides; of two that run beside each
 * other that of the datasheet, the higher, is named on the left of its top where its name fits, else on the
 * right of it, and the other on its right further down.
 */
function namePlace(
  { from, to, label: name, source }: ScatterPlot['lines'][number],
  x: Scale,
  y: Scale,
  left: number,
): { at: readonly [x: number, y: number]; anchor: 'start' | 'end' } {
  if (from.y === to.y) return { at: [x.at(to.x), y.at(to.y) - 8], anchor: 'end' };
  const isDatasheet = source === 'datasheet';
  const top = x.at(to.x) - 14;
  if (isDatasheet && top - widthOf(name) >= left) {
    return { at: [top, y.at(to.y) + 4], anchor: 'end' };
  }
  const along = isDatasheet ? 2 / 3 : 1 / 3;
  const between = (low: number, high: number) => low + (high - low) * along;
  return {
    at: [between(x.at(from.x), x.at(to.x)) + 12, between(y.at(from.y), y.at(to.y)) + 12],
    anchor: 'start',
  };
}
