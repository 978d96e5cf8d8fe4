import { seriesColour, seriesLimit } from './palette.ts';
import type { Scale } from './scale.ts';
import { label, line, round, type Shape, shape } from './shape.ts';
import { widthOf, wrap } from './text.ts';

/** Around 0, 0: series differ in more than their colour. */
const outlines = [
  'M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z',
  'M-3.2-3.2h6.4v6.4h-6.4z',
  'M0-4.6L4.6 0L0 4.6L-4.6 0z',
  'M0-4.4L4.4 3.4H-4.4z',
];

/** What is drawn for one value of a series. */
export function dot(series: number, x: number, y: number): Shape {
  return shape('path', {
    class: 'dot',
    d: outlines[series % outlines.length] ?? '',
    transform: `translate(${round(x)} ${round(y)})`,
    fill: seriesColour(series),
    // Beyond the colours that there are, hollow ones begin anew.
    ...(series < seriesLimit ? {} : { 'fill-opacity': 0.25, stroke: seriesColour(series) }),
  });
}

/** The interval of a value of a series. */
export function interval(series: number, from: Point, to: Point): Shape {
  return line(from, to, {
    class: 'interval',
    stroke: seriesColour(series),
    'stroke-width': 2,
    'stroke-opacity': 0.6,
  });
}

type Point = readonly [number, number];

/** What stands below a horizontal axis; what has no room beside the tick before it is left out. */
export function axisLabels({ ticks, at }: Scale, y: number, width: number): Shape[] {
  let free = 0;
  return ticks.flatMap(({ value, text }) => {
    const lines = text.split('\n');
    const half = Math.max(...lines.map(widthOf)) / 2;
    const middle = Math.min(at(value), width - half);
    if (middle - half < free) return [];
    free = middle + half + 4;
    return lines.map((each, row) =>
      label(each, middle, y + row * 15, { 'text-anchor': 'middle', fill: 'var(--quiet)' }),
    );
  });
}

/** Which series is which, in as many lines as that takes. */
export function legend(
  names: readonly string[],
  width: number,
  top: number,
): { shapes: Shape[]; height: number } {
  const lineHeight = 18;
  let [x, y] = [0, top];
  const shapes: Shape[] = [];
  for (const [at, name] of names.entries()) {
    const lines = wrap(name, width - 18);
    const taken = 18 + Math.max(...lines.map(widthOf)) + 14;
    if (x > 0 && x + taken > width) [x, y] = [0, y + lineHeight];
    shapes.push(dot(at, x + 6, y + 8));
    for (const [row, text] of lines.entries()) shapes.push(label(text, x + 18, y + 12 + row * 15));
    x += taken;
    if (lines.length > 1) [x, y] = [0, y + lineHeight + (lines.length - 1) * 15];
  }
  const height = names.length === 0 ? 0 : y - top + (x > 0 ? lineHeight : 0) + 6;
  return { shapes, height };
}

/** The names of series in the order in which they occur. */
export function namesOf(marks: readonly { series: string }[]): string[] {
  return [...new Set(marks.map(({ series }) => series))];
}

/** A value with its interval, and what is said of it to who points at it. */
export function spanned(hint: string, ...drawn: readonly Shape[]): Shape {
  return shape('g', {}, shape('title', {}, hint), ...drawn);
}

/** A drawing of its own: one picture with a name; its numbers stand in a table. */
export function picture(
  caption: string,
  width: number,
  height: number,
  shapes: readonly Shape[],
): Shape {
  return shape(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.round(width)} ${Math.round(height)}`,
      width: Math.round(width),
      height: Math.round(height),
      role: 'img',
      'aria-label': caption,
      'font-family': 'system-ui, sans-serif',
      'font-size': 12,
    },
    ...shapes,
  );
}
