import type { Paint } from '@stackbench/report/style';
import { escapeControl, hang } from '@stackbench/report/text';
import type { Experiment } from '../report.ts';

/** What was tried, and what it changed; environments that it changed alike stand together. */
export function renderExperiments(
  experiments: readonly Experiment[],
  { width, paint }: { width: number; paint: Paint },
): string[] {
  const questions = Map.groupBy(experiments, ({ title }) => title);
  return [...questions].flatMap(([title, asked], at) => [
    ...(at === 0 ? [] : ['']),
    ...hang('', escapeControl(`What if ${title}?`), width).map((line) => paint('heading', line)),
    ...[...Map.groupBy(asked, describeOutcome)].flatMap(([outcome, group]) => {
      const ids = group.map(({ environment }) => environment).join(', ');
      return hang('  ', escapeControl(`${ids}: ${outcome}`), width);
    }),
  ]);
}

/** `cudnn_graph: environment 9.10.2 → toolkit 9.1.1; breaks: …` */
function describeOutcome({ changes, failure, skipped }: Experiment): string {
  const told = [
    ...changes.map(({ library, from, to }) => `${library} ${from} → ${to}`),
    ...(failure === null ? [] : [`breaks: ${failure}`]),
    ...(skipped === null ? [] : [`no change while it runs, not tried: ${skipped}`]),
  ];
  return told.length === 0 ? 'no change' : told.join('; ');
}
