import type { Header } from '@stackbench/model';
import { budgetOf } from '../analysis/publication/case-budget.ts';
import { roundsToDecide } from '../analysis/stack-ranking/rounds-to-decide.ts';
import type { StackRanking } from '../analysis/stack-ranking/stack-ranking.ts';
import { benchCommand } from '../bench-command.ts';

/** More cases than that are told by a glob. */
const mostNamed = 2;

export interface DecidingCommand {
  command: string;
  /** It would likely settle it; else it only narrows what is open. */
  likely: boolean;
}

/**
 * The command that would settle whether the first place of each ranking is ahead of the second: these two
 * alone, with as many rounds as that likely takes. Null where all is settled.
 */
export function decidingCommand(
  { suite, argv, tunables }: Header,
  rankings: readonly StackRanking[],
): DecidingCommand | null {
  const open = rankings.flatMap(({ places: [first, second], ...ranking }) => {
    const decision = roundsToDecide(second?.behind ?? null);
    if (decision === null || first === undefined || second === undefined) return [];
    return [{ ...decision, stacks: [first.stack.id, second.stack.id], cases: nameCases(ranking) }];
  });
  if (open.length === 0) return null;
  const wasAsked = argv.some((word) => word === '--force' || word.startsWith('--case-budget'));
  const command = benchCommand(
    {
      suite,
      rounds: Math.max(...open.map(({ rounds }) => rounds)),
      caseBudgetMs: wasAsked ? budgetOf(tunables) : null,
    },
    {
      stacks: open.flatMap(({ stacks }) => stacks),
      cases: open.flatMap(({ cases }) => cases),
    },
  );
  return { command, likely: open.every(({ likely }) => likely) };
}

function nameCases({ discipline, dataType, cases }: Omit<StackRanking, 'places'>): string[] {
  if (cases.length <= mostNamed) return cases.map(({ id }) => id);
  return [discipline === 'kernels' ? `*;${dataType}` : `*/${discipline}:*;${dataType}`];
}
