import type { PlotView } from './plot-view.ts';
import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';

/** A place of a table. Text is plain: whoever renders it escapes it. */
export interface TableCell {
  text: string;
  /** What the column is sorted by where the text is not it; null sorts last either way. */
  sort?: number | string | null;
  /** `#…` within the page, or a file relative to it. */
  href?: string;
  /** What the text leaves out, for those who ask. */
  hint?: string;
  /** A share of the whole, 0…1, drawn as a bar behind the text. */
  bar?: number;
  tone?: 'best' | 'bad' | 'warning' | 'quiet';
  /** To be copied: shown in a fixed-width font. */
  code?: boolean;
}

interface TableColumn {
  title: string;
  numeric?: boolean;
  hint?: string;
}

export interface TableView {
  kind: 'table';
  /** Unique in its view; part of the address of a sort order. */
  id: string;
  caption: string;
  note?: string;
  columns: readonly TableColumn[];
  /** The first cell of a row is its heading. */
  rows: readonly (readonly TableCell[])[];
  /** Shown in place of a table without rows. */
  empty?: string;
}

export interface TextView {
  kind: 'text';
  tone?: 'warning' | 'answer';
  paragraphs: readonly string[];
  /** A command to be copied, below the paragraphs. */
  command?: string;
}

/** Why a view has nothing to show, and the command that would change that. */
export interface Lack {
  why: string;
  command: string;
}

export type Block = TableView | PlotView | TextView;

/** A choice that the reader makes; it becomes part of the address. */
export interface Control {
  parameter: string;
  label: string;
  value: string;
  options: readonly { value: string; label: string }[];
}

export interface View {
  title: string;
  /** What the reader sees here, and what to be careful about. */
  intro: string;
  /** Before the controls: what most came for, so that a narrow screen shows it without scrolling. */
  answer?: readonly Block[];
  controls: readonly Control[];
  blocks: readonly Block[];
}

/** What a view would need; null where it has something to show. */
export type FindLack = (index: PublicationIndex) => Lack | null;

/** A view is a function of the publication and the parameters of its address. Pure. */
export type MakeView = (index: PublicationIndex, parameters: ReadonlyMap<string, string>) => View;
