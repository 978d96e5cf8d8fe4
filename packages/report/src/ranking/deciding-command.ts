import type { Header } from '@stackbench/model';
import { budgetOf } from '../analysis/publication/digest.ts';
import { roundsToDecide } from '../analysis/stack-ranking/rounds-to-decide.ts';
import type { StackRanking } from '../analysis/stack-ranking/stack-ranking.ts';
import { benchCommand } from '../bench-command.ts';

/** More cases than that are told by a glob. */
const mostNamed = 2;

/**
 * The command that would settle whether the first place is ahead of the second: these two alone, with as many
 * rounds as that likely takes. Null where it is settled.
 */
export function decidingCommand(
  { suite, argv, tunables }: Header,
  { discipline, dataType, cases, places: [first, second] }: StackRanking,
  program?: string,
): { command: string; likely: boolean } | null {
  const decision = roundsToDecide(second?.behind ?? null);
  if (decision === null || first === undefined || second === undefined) return null;
  const { rounds, likely } = decision;
  const globs = discipline === 'kernels' ? [`*;${dataType}`] : [`*/${discipline}:*;${dataType}`];
  const wasAsked = argv.some((word) => word === '--force' || word.startsWith('--case-budget'));
  const command = benchCommand(
    { suite, rounds, caseBudgetMs: wasAsked ? budgetOf(tunables) : null },
    {
      stacks: [first.stack.id, second.stack.id],
      cases: cases.length > mostNamed ? globs : cases.map(({ id }) => id),
    },
    program,
  );
  return { command, likely };
}
