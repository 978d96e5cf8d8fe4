import type { Run } from '@stackbench/model';
import { expect, it } from 'vitest';
import { rank } from '../../src/analysis/ranking.ts';
import { rankStacks } from '../../src/analysis/stack-ranking/stack-ranking.ts';
import { summarizeRun } from '../../src/analysis/summary.ts';
import { renderRankings } from '../../src/ranking/render-rankings.ts';
import { createPaint } from '../../src/style.ts';
import { caseOf, launches, makeSession, stackA, stackB, steady } from '../analysis/make-session.ts';

const best = caseOf('best');

function show(run: Run, width = 80): string[] {
  const rankings = rankStacks(run, rank(run, summarizeRun(run)));
  return renderRankings(rankings, run.header, width, createPaint(false)).flat();
}

it('says who is ahead, by how much, and what could have been told', () => {
  const run = makeSession([
    ...launches(stackA, best, steady(1000)),
    ...launches(stackB, best, steady(1500, 10, 1)),
  ]);
  expect(show(run)).toEqual([
    'Ranking of stacks',
    'f32  the best of its own kernels, geometric mean over the 1 problem',
    '  webgpu:dawn/card is faster than webgpu:chromium/card, 1.500× (1.499–1.501);',
    '  1.1 % or more could have been told.',
    '                                   mean  share  fastest  to the 1st',
    '  1  webgpu:dawn/card      1.00 PFLOP/s   100%   1 of 1',
    '  2  webgpu:chromium/card   667 TFLOP/s    67%   0 of 1  behind',
  ]);
});

it('cannot rank one round, and says in one line which command would', () => {
  const run = makeSession([...launches(stackA, best, [1000]), ...launches(stackB, best, [1500])]);
  const lines = show(run, 60);
  expect(lines.join(' ')).toContain('One round cannot rank');
  expect(lines.join('\n')).not.toMatch(/^ *[12] /m);
  expect(lines).toContain(
    `    npx -y pnpm@12 bench --suite made --stack webgpu:dawn/card --stack webgpu:chromium/card --case '${best}' --rounds 7`,
  );
});

it('says beside what is undecided how far the control found a stack from itself', () => {
  const run = makeSession([
    ...launches(stackA, best, steady(1000)),
    ...launches(
      stackB,
      best,
      steady(1180, 10, 1).map((ns, at) => ns * (at % 2 === 0 ? 0.95 : 1.05)),
    ),
    ...launches(`${stackA}#control`, best, steady(1180, 10, 2)),
  ]);
  expect(show(run, 200).join('\n')).toMatch(
    /Undecided between .*, where a stack may differ from itself by 18 %; .* could have been told\./,
  );
});
