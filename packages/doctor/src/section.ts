import type { Machine } from './machine.ts';

/**
 * A section of the explanation in one language. `explain/en` and `explain/zh` hold the same files: what one
 * says the other says too, as its own readers would say it.
 */
export interface Section {
  title: string;
  /** In Markdown: `code` and **bold** alone. */
  paragraphs: (machine: Machine) => string[];
}
