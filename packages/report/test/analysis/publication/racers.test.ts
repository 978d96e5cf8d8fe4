import { expect, it } from 'vitest';
import type { PublishedResult } from '../../../src/analysis/publication/publication.ts';
import { Racers } from '../../../src/analysis/publication/racers.ts';

const resultOf = (id: string): PublishedResult => ({
  run: 'run',
  stack: 'stack',
  case: id,
  status: 'ok',
  reason: null,
  measured: null,
});

it('gives back of each result what was added, however many launches it has', () => {
  const racers = new Racers('run');
  const [one, none, two] = [resultOf('one'), resultOf('none'), resultOf('two')];
  const told = [
    { launchNs: new Map([[3, 100.5]]), step: 0.25, noise: 0.01 },
    { launchNs: new Map<number, number>(), step: 0, noise: 0 },
    {
      launchNs: new Map([
        [1, 7],
        [4, 8],
      ]),
      step: 0.5,
      noise: 0.02,
    },
  ];
  for (const [at, result] of [one, none, two].entries()) racers.add(result, told[at]!);
  expect([one, none, two].map((result) => racers.get(result))).toEqual(
    told.map((each) => ({ runId: 'run', ...each })),
  );
  expect(racers.get(resultOf('one'))).toBeUndefined();
});
