import type { RateUnit } from '@stackbench/model/work';
/** One measured point; the interval is drawn where there is one. */
export interface PlotPoint {
  x: number;
  y: number;
  low: number | null;
  high: number | null;
  series: string;
  /** Shown when pointed at. */
  label: string;
}

/** A line that bounds or explains the points; drawn thin and labelled at its end. */
export interface PlotLine {
  label: string;
  from: { x: number; y: number };
  to: { x: number; y: number };
  /** `datasheet` is drawn dashed, so that it is never taken for a measurement. */
  source: 'measured' | 'datasheet';
}

export interface PlotAxis {
  title: string;
  scale: 'linear' | 'log';
  /** How ticks are written; by default as numbers. */
  format?: RateUnit | 'percent' | 'ratio';
  /** Where the values are places in this list: what stands at each, in one line or more. */
  steps?: readonly string[];
}

interface PlotBase {
  kind: 'plot';
  caption: string;
  note?: string;
}

/** Points, with lines between those of one series where `connect` says so. */
export interface ScatterPlot extends PlotBase {
  shape: 'scatter';
  x: PlotAxis;
  y: PlotAxis;
  points: readonly PlotPoint[];
  lines: readonly PlotLine[];
  connect: boolean;
}

/** One value of a row. */
export interface PlotDot {
  value: number;
  low: number | null;
  high: number | null;
  series: string;
  /** Shown when pointed at. */
  hint: string;
}

/** Rows of dots in the order given, over one axis. */
export interface DotPlot extends PlotBase {
  shape: 'dots';
  x: PlotAxis;
  rows: readonly { label: string; dots: readonly PlotDot[] }[];
  /** What the values are held against. */
  reference: { value: number; label: string } | null;
  /** Shaded: values within it are one. */
  band: { low: number; high: number } | null;
}

export type PlotView = ScatterPlot | DotPlot;
