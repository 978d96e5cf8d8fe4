import { drawPlot } from '../charts/draw-plot.ts';
import { paletteCss } from '../charts/palette.ts';
import { type Shape, shape } from '../charts/shape.ts';
import type { PlotView } from '../views/plot-view.ts';
import { escapeHtml } from './escape.ts';

/** Of a picture beside a README, in its own units; what is drawn keeps a distance from its edge. */
const width = 860;
const edge = 12;

/** A plot as a file of its own, in light or dark as its reader's system asks; null where there is nothing to draw. */
export function renderSvg(view: PlotView): string | null {
  const drawn = drawPlot(view, width);
  if (drawn === null) return null;
  const { name, attributes, children } = drawn;
  const size = { width: width + 2 * edge, height: Number(attributes['height']) + 2 * edge };
  const framed = { ...attributes, ...size, viewBox: `0 0 ${size.width} ${size.height}` };
  const style = shape('style', {}, paletteCss());
  const ground = shape('rect', { ...size, fill: 'var(--page)' });
  const content = shape('g', { transform: `translate(${edge} ${edge})` }, ...children);
  return `${markup(shape(name, framed, style, ground, content))}\n`;
}

function markup({ name, attributes, children }: Shape): string {
  const told = Object.entries(attributes)
    .map(([attribute, value]) => ` ${attribute}="${escapeHtml(String(value))}"`)
    .join('');
  const inside = children
    .map((child) => (typeof child === 'string' ? escapeHtml(child) : markup(child)))
    .join('');
  return `<${name}${told}>${inside}</${name}>`;
}
