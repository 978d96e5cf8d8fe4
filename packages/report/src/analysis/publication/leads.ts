import { describeLead, judgeLeads, type Racer } from '../lead.ts';
import { publishVerdict } from './comparisons.ts';
import { contestsOf } from './contests.ts';
import type { Publication, PublishedLead } from './publication.ts';
import { indexPublication } from './publication-index.ts';
import { referenceKey } from './reference.ts';

/** Whether the fastest stack of each problem is ahead of the next; judged together on each device. */
export function listLeads(
  publication: Omit<Publication, 'leads'>,
  racers: ReadonlyMap<string, Racer>,
): PublishedLead[] {
  const { current } = indexPublication({ ...publication, leads: [] });
  const devices = Map.groupBy(current, (entry) => entry.device.key);
  return [...devices.values()].flatMap((entries) => {
    const races = contestsOf(entries).flatMap(({ ranked: [first, second] }) => {
      if (first === undefined || second === undefined) return [];
      const [one, other] = [first, second].map(({ result }) => racers.get(referenceKey(result)));
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
  });
}
