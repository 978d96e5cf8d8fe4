import { describeLead, judgeLeads, type Racer } from '../lead.ts';
import { publishVerdict } from './comparisons.ts';
import { contestsOf } from './contests.ts';
import type { Publication, PublishedLead, PublishedResult } from './publication.ts';
import { type Entry, indexPublication } from './publication-index.ts';
import { leadKey } from './reference.ts';

/**
 * Whether the fastest stack of each problem is ahead of the next; judged together on each device, within
 * each run, and, where it takes two runs to tell, between them.
 */
export function listLeads(
  publication: Omit<Publication, 'leads'>,
  racerOf: FindRacer,
): PublishedLead[] {
  const { entries: all, current } = indexPublication({ ...publication, leads: [] });
  const tables = [
    ...Map.groupBy(all, (entry) => `${entry.device.key}\n${entry.run.id}`).values(),
    ...(current === all ? [] : Map.groupBy(current, (entry) => entry.device.key).values()),
  ];
  const leads = new Map<string, PublishedLead>();
  for (const lead of tables.flatMap((entries) => listLeadsOf(entries, racerOf))) {
    const key = leadKey(lead.first, lead.second);
    if (!leads.has(key)) leads.set(key, lead);
  }
  return [...leads.values()];
}

/** What a verdict needs of a result; undefined where it has none. */
type FindRacer = (result: PublishedResult) => Racer | undefined;

function listLeadsOf(entries: readonly Entry[], racerOf: FindRacer): PublishedLead[] {
  const races = contestsOf(entries).flatMap(({ ranked: [first, second] }) => {
    if (first === undefined || second === undefined) return [];
    const [one, other] = [first, second].map(({ result }) => racerOf(result));
    return one === undefined || other === undefined
      ? []
      : [{ first: one, second: other, entries: [first, second] as const }];
  });
  return judgeLeads(races).map((lead, at): PublishedLead => {
    const [first, second] = races[at]!.entries;
    return {
      first: { run: first.run.id, stack: first.stack.key, case: first.case.id },
      second: { run: second.run.id, stack: second.stack.key, case: second.case.id },
      text: describeLead(lead),
      verdict: lead === null ? null : publishVerdict(lead),
    };
  });
}
