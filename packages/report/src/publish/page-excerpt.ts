import { problemKey } from '../analysis/publication/publication-index.ts';
import type { Publication, PublishedRun } from '../analysis/publication/publication.ts';
import { evenly } from './evenly.ts';

/** Of one run. A browser reads as many in a second or two; of a million it would read for half a minute, if at all. */
const mostResults = 100_000;

/**
 * What the page holds: all of it, but of a run of more results than a browser reads with ease whole problems, evenly over
 * their list. Rankings and totals stay those over all problems; a run that is not whole says so.
 * @param most of the results of one run
 */
export function excerptForPage(publication: Publication, most = mostResults): Publication {
  const kept = keptOfRuns(publication, most);
  if (kept.size === 0) return publication;
  const holds = (run: string, id: string) => kept.get(run)?.cases.has(id) ?? true;
  const results = publication.results.filter((result) => holds(result.run, result.case));
  const told = new Set(results.map((result) => result.case));
  return {
    ...publication,
    runs: publication.runs.map((run) => {
      const own = kept.get(run.id);
      return own === undefined ? run : { ...run, shown: own.shown };
    }),
    cases: publication.cases.filter(({ id }) => told.has(id)),
    results,
    comparisons: publication.comparisons.map((comparison) => {
      const { run, cases, leftOut } = comparison;
      if (!kept.has(run)) return comparison;
      return {
        ...comparison,
        cases: cases.filter((each) => holds(run, each.case)),
        leftOut: leftOut.filter((each) => holds(run, each.case)),
        shown: { ofCases: cases.length, ofLeftOut: leftOut.length },
      };
    }),
    leads: publication.leads.filter(({ first, second }) =>
      [first, second].every((each) => holds(each.run, each.case)),
    ),
  };
}

interface Kept {
  /** Ids of cases. */
  cases: ReadonlySet<string>;
  shown: NonNullable<PublishedRun['shown']>;
}

/** Of each run that has more than `most` results. */
function keptOfRuns({ runs, results, cases }: Publication, most: number): Map<string, Kept> {
  const counts = new Map(runs.map(({ id }) => [id, 0]));
  for (const { run } of results) counts.set(run, (counts.get(run) ?? 0) + 1);
  const large = runs.filter(({ id }) => (counts.get(id) ?? 0) > most);
  if (large.length === 0) return new Map();
  const problems = new Map(cases.map((record) => [record.id, problemKey(record)]));
  return new Map(
    large.map(({ id }) => {
      const own = new Set(results.flatMap(({ run, case: of }) => (run === id ? of : [])));
      const groups = [...Map.groupBy(own, (each) => problems.get(each) ?? each).values()];
      const count = Math.max(1, Math.floor((groups.length * most) / (counts.get(id) ?? 1)));
      const shown = { problems: count, ofProblems: groups.length, ofResults: counts.get(id) ?? 0 };
      return [id, { cases: new Set(evenly(groups, count).flat()), shown }];
    }),
  );
}
