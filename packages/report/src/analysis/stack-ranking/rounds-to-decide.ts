import { procedure } from '@stackbench/statistics';
import type { Lead } from '../lead.ts';

/** More rounds than most wait for. */
const mostRounds = 30;

export interface Decision {
  rounds: number;
  /** So many would likely settle it, were the two as far apart as they seem; else they only narrow it. */
  likely: boolean;
}

/**
 * What would settle a lead: an interval narrows with the root of the number of its rounds. Null where it is
 * settled already.
 */
export function roundsToDecide(lead: Lead | null): Decision | null {
  if (lead?.interval == null) return { rounds: procedure.decidingRounds, likely: true };
  const { ratio, interval, margin, launches, verdict, evidence } = lead;
  if (verdict !== 'inconclusive') {
    return evidence === 'indicative' ? { rounds: procedure.decidingRounds, likely: true } : null;
  }
  const halfWidth = Math.log(interval.high / ratio);
  const room = Math.abs(Math.abs(Math.log(ratio)) - Math.log1p(margin));
  const wanted = Math.max(
    procedure.decidingRounds,
    launches + 1,
    Math.ceil(launches * (halfWidth / room) ** 2),
  );
  return {
    rounds: Math.min(wanted, Math.max(mostRounds, launches + 1)),
    likely: wanted <= mostRounds,
  };
}
