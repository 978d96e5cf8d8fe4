import type { PlotView } from '../views/plot-view.ts';
import { drawDots } from './dot-chart.ts';
import { drawScatter } from './scatter-chart.ts';
import type { Shape } from './shape.ts';

/** A plot at the width that there is, for the page and for files alike; null where there is nothing to draw. */
export function drawPlot(view: PlotView, width: number): Shape | null {
  if (view.shape === 'dots') return view.rows.length === 0 ? null : drawDots(view, width);
  return view.points.length === 0 ? null : drawScatter(view, width);
}
