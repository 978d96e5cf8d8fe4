import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { attempt } from './attempt.ts';
import type { ViewEntry } from './index.ts';
import type { View } from './view.ts';

/** The view, or where it cannot be made, one that says so: a strange run must not blank the page. */
export function makeView(
  { name, make }: ViewEntry,
  index: PublicationIndex,
  parameters: ReadonlyMap<string, string>,
): View {
  const made = attempt(() => make(index, parameters));
  if ('value' in made) return made.value;
  return {
    title: 'This view cannot be shown',
    intro: `The view “${name}” fails on these runs. The other views, results.csv and results.json are not touched by that.`,
    controls: [],
    blocks: [{ kind: 'text', tone: 'warning', paragraphs: [made.failure] }],
  };
}
