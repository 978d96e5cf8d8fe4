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
  scale: 'linear' | 'log' | 'time';
  /** How ticks are written; by default as numbers. */
  format?: RateUnit | 'percent';
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

/** One horizontal bar for each label, in the order given. */
export interface BarPlot extends PlotBase {
  shape: 'bars';
  x: PlotAxis;
  bars: readonly {
    label: string;
    value: number;
    low: number | null;
    high: number | null;
    series: string;
    hint: string;
  }[];
  /** Where the reference lies. */
  reference: { value: number; label: string } | null;
}

export type PlotView = ScatterPlot | BarPlot;
