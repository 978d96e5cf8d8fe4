import type { Run } from '@stackbench/model';
import { procedure } from '@stackbench/statistics';
import { count } from './numbers.ts';
import { isMeasured } from './analysis/ranking.ts';
import { isNoisy, summarizeRun } from './analysis/summary.ts';

/** Something about a run that its reader should know before believing it. */
export interface Advice {
  /** What is the matter. */
  warning: string;
  /** What to do about it, an imperative sentence. */
  fix: string;
}

/** What to warn about after `run`, most important first. */
export function adviseOnRun(run: Run): Advice[] {
  const summaries = summarizeRun(run).filter(({ stack }) => stack.controlOf === undefined);
  const measured = summaries.filter((summary) => isMeasured(summary));
  const software = new Set(measured.flatMap(({ stack }) => (stack.software ? stack.id : [])));
  const hardware = measured.some(({ stack }) => !stack.software);
  const noisy = measured.filter((summary) => isNoisy(summary.measured));
  const advice = (run.footer?.nodes ?? []).flatMap(({ odd, shards }): Advice[] =>
    odd === undefined
      ? []
      : [
          {
            warning: `An odd node measured ${describeShards(shards)}: ${odd}.`,
            fix: 'Compare stacks, whose ratios hold within a node; measure those shards elsewhere for rates.',
          },
        ],
  );
  if (software.size > 0 && !hardware) {
    advice.push({
      warning: 'Everything was measured on the CPU: none of the stacks computes on a GPU.',
      fix: 'With a GPU, install its driver and run again; `pnpm bench list` shows what is found.',
    });
  }
  if (noisy.length > 0) {
    advice.push({
      warning: `${count(noisy.length, 'measurement')} of ${measured.length} ${noisy.length === 1 ? 'is' : 'are'} noisy.`,
      fix:
        run.header.rounds < procedure.decidingRounds
          ? `Close other programs, or add rounds: --rounds ${procedure.decidingRounds} takes the interval over ${procedure.decidingRounds} launches.`
          : 'Close other programs, or add rounds.',
    });
  }
  return advice;
}

const mostNamed = 5;

/** `shards 0, 4` */
function describeShards(shards: readonly number[]): string {
  const named = shards.slice(0, mostNamed).join(', ');
  const more = shards.length - mostNamed;
  return `${shards.length === 1 ? 'shard' : 'shards'} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
