import { isDeepStrictEqual } from 'node:util';
import { BenchError, type Header, labelFact, type Run } from '@stackbench/model';
import { createMask, type Mask } from '@stackbench/privacy';
import { excerpt } from '@stackbench/workers';
import type { RunPlan } from '../plan.ts';
import { checkPrograms } from './check-programs.ts';
import { currentSurroundings } from './surroundings.ts';

/** What measures, beyond the plan. */
export type Provenance = Pick<Header, 'commit' | 'dirty' | 'version' | 'machine'>;

interface Difference {
  what: string;
  was: unknown;
  is: unknown;
}

/**
 * Sees that what would go on with a run is what began it: stackbench itself, the machine, the stacks with
 * their facts, what the cases compute, and the programs that were measured.
 * @throws BenchError naming what differs and what to do
 */
export async function checkResumable(
  plan: RunPlan,
  { header, outcomes }: Run,
  now: Provenance,
): Promise<void> {
  const mask = createMask(currentSurroundings());
  const machine = await mask(now.machine);
  refuse(
    differences(pick(header), pick({ ...now, machine })),
    header.commit === now.commit
      ? bringBack
      : `Check out ${header.commit ?? 'what it was made with'} to go on with it, or start a new run.`,
  );
  refuse(
    [...(await factDifferences(plan, header, mask)), ...workDifferences(plan, header)],
    bringBack,
  );
  await checkPrograms(plan, outcomes);
}

const bringBack = 'Bring that back to go on with it, or start a new run.';

async function factDifferences(
  { stacks }: RunPlan,
  header: Header,
  mask: Mask,
): Promise<Difference[]> {
  const before = new Map(header.stacks.map(({ id, facts }) => [id, facts]));
  const now = await mask(stacks.map(({ stack }) => stack));
  return now.flatMap(({ id, facts }) => {
    return differences(before.get(id) ?? {}, facts, (name) => `${labelFact(name)} of ${id}`);
  });
}

/** What a case counts as may change with stackbench, and its rate with it. */
function workDifferences({ cases }: RunPlan, header: Header): Difference[] {
  const before = new Map(header.cases.map((record) => [record.id, record]));
  return cases.flatMap(({ record: { id, flops, bytes } }) => {
    const then = before.get(id);
    return differences(
      { FLOP: then?.flops, bytes: then?.bytes },
      { FLOP: flops, bytes },
      (name) => `${name} of ${id}`,
    );
  });
}

function pick({ commit, dirty, version, machine }: Provenance): Record<string, unknown> {
  return { commit, 'uncommitted changes': dirty, version, ...machine };
}

function differences(
  then: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  describe = (name: string) => name,
): Difference[] {
  return [...new Set([...Object.keys(then), ...Object.keys(now)])]
    .filter((name) => !isDeepStrictEqual(then[name], now[name]))
    .map((name) => ({ what: describe(name), was: then[name], is: now[name] }));
}

/** So many differences are named. */
const mostNamed = 4;

function refuse(found: readonly Difference[], fix: string): void {
  if (found.length === 0) return;
  const named = found
    .slice(0, mostNamed)
    .map(({ what, was, is }) => `${what} was ${show(was)} and is ${show(is)}`);
  const rest = found.length - named.length;
  throw new BenchError(
    `The run cannot be resumed, as it would mix two configurations: ${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`,
    { fix },
  );
}

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : excerpt(JSON.stringify(value));
}
