import { expect, it } from 'vitest';
import { compact, expand } from '../../src/publish/compact.ts';
import { excerptForPage } from '../../src/publish/page-excerpt.ts';
import { gemmCase, launches, madeRun, madeStack, publicationOf } from './make-publication.ts';

const stacks = ['cuda:12', 'cuda:13'].map((id) => madeStack(id));
const runOf = (runId: string, startedAt: string, sizes: number) => {
  const cases = Array.from({ length: sizes }, (_, at) =>
    ['naive', 'library'].map((variant) => gemmCase(variant, 64 * (at + 1), 'f32')),
  ).flat();
  const outcomes = stacks.flatMap(({ id }, at) =>
    cases.flatMap((record) => launches(id, record, 1e12 * (1 + at), 2, 5)),
  );
  return madeRun({ runId, startedAt, stacks, cases, outcomes });
};
const large = runOf('large', '2026-01-01T00:00:00.000Z', 10);
const small = runOf('small', '2026-01-02T00:00:00.000Z', 2);

it('holds whole problems of a large run, evenly over them, and all of a small one', () => {
  const publication = publicationOf(large, small);
  const page = excerptForPage(publication, 8);
  const sizesOf = (run: string) => [
    ...new Set(
      page.results
        .filter((result) => result.run === run)
        .map((result) => Number(/m=(\d+)/.exec(result.case)?.[1])),
    ),
  ];
  expect(sizesOf('large')).toEqual([64, 384]);
  expect(page.results.filter(({ run }) => run === 'large')).toHaveLength(8);
  expect(page.results.filter(({ run }) => run === 'small')).toHaveLength(8);
  expect(page.runs.map(({ shown }) => shown)).toEqual([
    { problems: 2, ofProblems: 10, ofResults: 40 },
    undefined,
  ]);
  expect(page.rankings).toEqual(publication.rankings);
});

it('refers to nothing that it does not hold', () => {
  const page = excerptForPage(publicationOf(large, small), 8);
  expect(expand(JSON.parse(JSON.stringify(compact(page))) as ReturnType<typeof compact>)).toEqual(
    JSON.parse(JSON.stringify(page)),
  );
  expect(page.comparisons.flatMap(({ cases }) => cases)).not.toHaveLength(0);
});

it('is all of it where every run is small', () => {
  const publication = publicationOf(small);
  expect(excerptForPage(publication, 8)).toBe(publication);
});
