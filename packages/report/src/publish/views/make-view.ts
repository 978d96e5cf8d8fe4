import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import { attempt } from './attempt.ts';
import type { ViewEntry } from './index.ts';
import type { Lack, TextView, View } from './view.ts';

/**
 * The view; where it has nothing to show, what to run; where it cannot be made, one that says so: a strange
 * run must not blank the page.
 */
export function makeView(
  { name, make, lack }: ViewEntry,
  index: PublicationIndex,
  parameters: ReadonlyMap<string, string>,
): View {
  const made = attempt(() => {
    const view = make(index, parameters);
    const missing = lack?.(index) ?? null;
    return missing === null
      ? view
      : { ...view, answer: [], controls: [], blocks: [sayLack(missing)] };
  });
  if ('value' in made) return made.value;
  return {
    title: 'This view cannot be shown',
    intro: `The view “${name}” fails on these runs. The other views, results.csv and results.json are not touched by that.`,
    controls: [],
    blocks: [{ kind: 'text', tone: 'warning', paragraphs: [made.failure] }],
  };
}

function sayLack({ why, command }: Lack): TextView {
  return { kind: 'text', tone: 'warning', paragraphs: [`${why} This shows it here:`], command };
}
