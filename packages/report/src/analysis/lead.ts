import { type Judgement, judgeFamily, procedure } from '@stackbench/statistics';
import { estimateCase, pairByRound, type RoundTimes } from './times.ts';

/** What one stack takes for a problem with its fastest variant, as far as a verdict needs it. */
export interface Racer {
  runId: string;
  launchNs: RoundTimes;
  /** The step of its clock as a fraction of a sample. */
  step: number;
  /** How much a stack of its run may differ from itself, a fraction. */
  noise: number;
}

/** Whether the fastest stack of a problem is ahead of the next, and not by chance. */
export type Lead = Judgement & { betweenRuns: boolean };

/**
 * Who wins, for terminal, page and README alike: the procedure of `bench compare`, from the next stack to
 * the fastest, over the problems of a table together. Null where no round holds both.
 */
export function judgeLeads(races: readonly { first: Racer; second: Racer }[]): (Lead | null)[] {
  const contenders = races.map(({ first, second }) => {
    const betweenRuns = first.runId !== second.runId;
    const { a, b } = betweenRuns
      ? { a: second.launchNs, b: first.launchNs }
      : pairByRound(second.launchNs, first.launchNs);
    if (a.size === 0 || b.size === 0) return null;
    const resolution = (first.step + second.step) / 2;
    return {
      betweenRuns,
      logRatio: estimateCase({ a: [a], b, resolution }, betweenRuns ? 'runs' : 'rounds'),
      margin: Math.max(procedure.margin, first.noise, second.noise),
    };
  });
  const judgements = judgeFamily(contenders.filter((contender) => contender !== null));
  let next = 0;
  return contenders.map((contender) => {
    if (contender === null) return null;
    const judgement = judgements[next++];
    return judgement === undefined ? null : { ...judgement, betweenRuns: contender.betweenRuns };
  });
}

/** `clearly`, `indicative`, `same`, `undecided`: what a lead comes to, in a word. */
export function describeLead(lead: Lead | null): string {
  if (lead === null || lead.verdict === 'inconclusive' || lead.verdict === 'slower') {
    return 'undecided';
  }
  if (lead.verdict === 'same') return 'same';
  if (lead.betweenRuns) return 'between two runs';
  return lead.evidence === 'indicative' ? 'indicative' : 'clearly';
}
