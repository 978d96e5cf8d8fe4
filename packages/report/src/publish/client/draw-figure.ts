import { drawPlot } from '../charts/draw-plot.ts';
import type { Shape } from '../charts/shape.ts';
import type { PlotView } from '../views/plot-view.ts';
import { element } from './dom.ts';

/** Below this a picture is scaled down instead of being drawn narrower. */
const narrowest = 300;

/** A plot with its caption, drawn at the width that there is. Its numbers stand in a table of the same view. */
export function drawFigure(view: PlotView, width: number): HTMLElement {
  const drawn = drawPlot(view, Math.max(narrowest, width));
  return element(
    'figure',
    {},
    element('figcaption', {}, view.caption),
    ...(view.note === undefined ? [] : [element('p', { class: 'note' }, view.note)]),
    drawn === null
      ? element('p', { class: 'empty' }, 'Nothing was measured that could be drawn.')
      : toNode(drawn),
  );
}

function toNode({ name, attributes, children }: Shape): Element {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute !== 'xmlns') node.setAttribute(attribute, String(value));
  }
  node.append(...children.map((child) => (typeof child === 'string' ? child : toNode(child))));
  return node;
}
