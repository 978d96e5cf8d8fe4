import { isDeepStrictEqual } from 'node:util';
import type { Catalog } from '@stackbench/kernels';
import {
  BenchError,
  type Facts,
  facts,
  type Header,
  labelFact,
  type Matrix,
  type Shard,
  type Stack,
} from '@stackbench/model';
import { createMask } from '@stackbench/privacy';
import type { Driver, FoundStack, RunnableStack } from '@stackbench/workers';
import type { PlannedCase, RunPlan } from '../plan.ts';
import { findNamed } from '../planning/match-names.ts';
import { selectCases } from '../planning/select-cases.ts';
import { byMaskedId } from '../run-file/masked-ids.ts';
import { currentSurroundings } from '../run-file/surroundings.ts';

/** What a node does of a matrix. */
export interface ShardPlan {
  plan: RunPlan;
  /** Stacks that this node lacks, or has otherwise than they were planned; `reason` says so. */
  absent: readonly { id: string; reason: string }[];
}

/**
 * The plan of one shard on this node. A stack that is not here as it was planned keeps its place, and is started for
 * nothing: each of its outcomes says why.
 * @param found what this node has
 * @throws BenchError where this is not the stackbench that planned the matrix
 */
export async function planShard(
  matrix: Matrix,
  shard: Pick<Shard, 'cases'>,
  catalog: Catalog,
  found: readonly FoundStack[],
): Promise<ShardPlan> {
  const { suite, rounds, tunables } = matrix;
  const here = await byMaskedId(found);
  const mask = createMask(currentSurroundings());
  const placed = await Promise.all(
    matrix.stacks.map(async (planned) => {
      const own = here.get(planned.controlOf ?? planned.id);
      return place(planned, own, await mask(own?.stack.facts ?? {}));
    }),
  );
  return {
    plan: {
      suite,
      cases: findCasesOf(matrix, shard.cases, catalog),
      stacks: placed.map(({ runnable }) => runnable),
      rounds,
      tunables,
    },
    absent: placed.flatMap(({ runnable, reason }) =>
      reason === null ? [] : [{ id: runnable.stack.id, reason }],
    ),
  };
}

/** A copy of stackbench. */
type Planner = Pick<Header, 'commit' | 'dirty' | 'version'>;

/** @throws BenchError where `now` is another stackbench than planned the matrix */
export function checkPlanner({ commit, dirty, stackbench }: Matrix, now: Planner): void {
  if (commit === now.commit && stackbench === now.version && dirty === now.dirty) return;
  throw new BenchError(
    `The matrix was planned with stackbench ${describe({ version: stackbench, commit, dirty })}, and this is ${describe(now)}`,
    { fix: 'Run its shards with the same one, or plan it anew.' },
  );
}

/** `0.1.0 at 94590aa20a47 with changes` */
function describe({ version, commit, dirty }: Planner): string {
  const at = commit === null ? '' : ` at ${commit.slice(0, 12)}`;
  return `${version}${at}${dirty === true ? ' with changes' : ''}`;
}

/**
 * Cases of a matrix by their ids.
 * @throws BenchError for one that counts otherwise here
 */
export function findCasesOf(
  matrix: Matrix,
  ids: readonly string[],
  catalog: Catalog,
): PlannedCase[] {
  const suite = findNamed(catalog.suites, 'suite', matrix.suite);
  const cases = selectCases(catalog, suite, ids, () => true);
  const wanted = new Set(ids);
  const records = new Map(
    matrix.cases.filter(({ id }) => wanted.has(id)).map((record) => [record.id, record]),
  );
  const changed = cases.find(({ record }) => !isDeepStrictEqual(record, records.get(record.id)));
  if (changed === undefined) return cases;
  throw new BenchError(`${changed.record.id} is another case than when the matrix was planned`, {
    fix: 'Bring its suite and operation back, or plan the matrix anew.',
  });
}

interface Placed {
  runnable: RunnableStack;
  /** Why it cannot run here; null where it can. */
  reason: string | null;
}

/** @param known its facts, as a run file has them */
function place(planned: Stack, found: FoundStack | undefined, known: Facts): Placed {
  const reason = whyAbsent(planned, found, known);
  if (reason === null && found !== undefined && found.driver !== null) {
    const { id, controlOf } = planned;
    const own =
      controlOf === undefined
        ? found.stack
        : {
            ...found.stack,
            id: `${found.stack.id}${id.slice(controlOf.length)}`,
            controlOf: found.stack.id,
          };
    return { runnable: { stack: own, driver: found.driver }, reason };
  }
  const why = `${planned.id} is not on this node as it was planned: ${reason ?? 'it cannot run'}`;
  const stack: Stack = { ...planned, available: false, reason: why };
  return { runnable: { stack, driver: absentDriver(why) }, reason: why };
}

function whyAbsent(planned: Stack, found: FoundStack | undefined, known: Facts): string | null {
  if (found === undefined) return 'it was not found';
  if (found.driver === null) return found.stack.reason ?? 'it cannot run';
  const name = decisive.find((fact) => !isDeepStrictEqual(known[fact], planned.facts[fact]));
  return name === undefined
    ? null
    : `${labelFact(name)} was ${show(planned.facts, name)} and is ${show(known, name)}`;
}

/** Facts that make it another thing to measure: what builds or serves programs, and what is never ranked together. */
const decisive = [...facts]
  .filter(([, { digested, rankedTogether }]) => digested !== undefined || !rankedTogether)
  .map(([name]) => name);

function show(from: Facts, name: string): string {
  const value = from[name];
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Drives what is not there: no program comes of it, so that its command is never started. */
function absentDriver(reason: string): Driver {
  return {
    command: { file: '', args: [], replies: 'stdout' },
    program: async () => ({ unsupported: reason }),
  };
}
