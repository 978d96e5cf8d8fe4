import type { DotPlot, PlotDot } from '../views/plot-view.ts';
import { axisLabels, dot, interval, legend, namesOf, picture, spanned } from './marks.ts';
import { type Scale, scaleOf } from './scale.ts';
import { label, line, round, type Shape, shape } from './shape.ts';
import { widthOf, wrap } from './text.ts';

const labelHeight = 15;
const laneHeight = 10;
/** Dots of more series than this share lanes. */
const mostLanes = 6;
const side = 14;
const gap = 10;

/** From this width on the labels of rows stand beside their dots, else above them. */
const wide = 640;

export function drawDots(view: DotPlot, width: number): Shape {
  const { rows, reference, band } = view;
  const dots = rows.flatMap((row) => row.dots);
  const series = namesOf(dots);
  const lanes = Math.min(mostLanes, Math.max(1, ...rows.map((row) => row.dots.length)));
  const labels = Math.max(...rows.map((row) => widthOf(row.label)));
  const start = width < wide ? side : Math.min(labels, width * 0.4) + side;
  const scale = scaleOf(view.x, valuesOf(view), [start, width - side]);
  const top = reference === null ? 4 : 20;
  const drawn: Shape[] = [];
  let y = top;
  for (const row of rows) {
    const lines = wrap(row.label, width < wide ? width : start - side);
    const labelled = lines.length * labelHeight;
    const height = lanes * laneHeight;
    const first = y + (width < wide ? labelled : Math.max(0, (labelled - height) / 2)) + gap / 2;
    const labelTop = y + gap / 2 + (width < wide ? 0 : Math.max(0, (height - labelled) / 2));
    drawn.push(
      line([0, y], [width, y], { 'stroke-opacity': 0.6 }),
      ...lines.map((text, at) => label(text, 0, labelTop + at * labelHeight + 12)),
      ...row.dots.map((each) => {
        const at = series.indexOf(each.series);
        return drawDot(each, at, first + ((at % lanes) + 0.5) * laneHeight, scale);
      }),
    );
    y += gap + (width < wide ? labelled + height : Math.max(labelled, height));
  }
  const ground: Shape[] = [
    ...(band === null
      ? []
      : [
          shape('rect', {
            class: 'band',
            x: round(scale.at(band.low)),
            y: top,
            width: round(scale.at(band.high) - scale.at(band.low)),
            height: round(y - top),
            fill: 'var(--band)',
          }),
        ]),
    ...scale.ticks.map(({ value }) => line([scale.at(value), top], [scale.at(value), y])),
    ...axisLabels(scale, y + 16, width),
    label(view.x.title, width, y + 34, { 'text-anchor': 'end', fill: 'var(--quiet)' }),
    ...(reference === null
      ? []
      : referenceLine(reference, scale.at(reference.value), top, y, width)),
  ];
  // Below, where many names do not push the rows off a small screen.
  const key = legend(series.length > 1 ? series : [], width, y + 44);
  return picture(view.caption, width, y + 44 + key.height, [...ground, ...drawn, ...key.shapes]);
}

function valuesOf({ rows, reference, band }: DotPlot): number[] {
  return [
    ...rows
      .flatMap(({ dots }) => dots)
      .flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
    ...(reference === null ? [] : [reference.value]),
    ...(band === null ? [] : [band.low, band.high]),
  ];
}

function drawDot(
  { value, low, high, hint }: PlotDot,
  series: number,
  y: number,
  scale: Scale,
): Shape {
  const ends =
    low === null || high === null
      ? []
      : [interval(series, [scale.at(low), y], [scale.at(high), y])];
  return spanned(hint, ...ends, dot(series, scale.at(value), y));
}

function referenceLine(
  { label: text }: NonNullable<DotPlot['reference']>,
  x: number,
  top: number,
  bottom: number,
  width: number,
): Shape[] {
  const anchor = x > width / 2 ? 'end' : 'start';
  return [
    line([x, top - 4], [x, bottom], { stroke: 'var(--quiet)', 'stroke-dasharray': '3 3' }),
    label(text, x + (anchor === 'end' ? 4 : -4), top - 8, { 'text-anchor': anchor }),
  ];
}
