import { randomBytes } from 'node:crypto';
import {
  BenchError,
  type Header,
  type Matrix,
  matrixVersion,
  mostShards,
  type Probe,
  workOf,
} from '@stackbench/model';
import { createMask } from '@stackbench/privacy';
import { bestVariant, type PlannedCase, type RunPlan } from '../plan.ts';
import { isComputable } from '../planning/is-computable.ts';
import { mostTelling } from '../planning/plan-run.ts';
import { makeRunId } from '../run-file/create-header.ts';
import { maskLine } from '../run-file/mask-line.ts';
import { currentSurroundings } from '../run-file/surroundings.ts';
import { estimateCaseMs, launchMs } from './estimate-case.ts';
import { shareOut } from './share-out.ts';

export interface MatrixOptions extends Pick<Header, 'commit' | 'dirty' | 'version'> {
  /** How many shards; `auto`: as many as take about half an hour each. */
  shards: number | 'auto';
  /** The arguments after `bench`. */
  argv: readonly string[];
  createdAt: Date;
}

/** Starts and probes are then a few percent of it, and little is lost with a node. */
const autoShardSeconds = 1800;

/**
 * Cuts a run into shards. A shard has whole problems, each in one data type with all variants, stacks and rounds: what
 * is compared is measured on one node.
 * @throws BenchError where there are fewer problems than shards are asked for, or no stack
 */
export async function planMatrix(plan: RunPlan, options: MatrixOptions): Promise<Matrix> {
  const { argv, createdAt, commit, dirty, version } = options;
  const groups = [...Map.groupBy(plan.cases, groupOf).values()];
  const estimate = createEstimate(plan);
  const weighed = groups.map((cases) => ({ cases, ms: estimate(cases) }));
  const totalMs = weighed.reduce((sum, { ms }) => sum + ms, 0);
  const count =
    options.shards === 'auto'
      ? Math.min(groups.length, Math.max(1, Math.ceil(totalMs / 1000 / autoShardSeconds)))
      : options.shards;
  if (count > Math.min(groups.length, mostShards)) {
    throw new BenchError(
      `There are ${Math.min(groups.length, mostShards)} problems to share out, and ${count} shards`,
      { fix: 'Ask for fewer shards: all variants of a problem in a data type stay together.' },
    );
  }
  const startMs = plan.stacks.length * plan.rounds * launchMs;
  const shards = shareOut(weighed, count, ({ ms }) => ms);
  const matrix: Matrix = {
    version: matrixVersion,
    matrixId: makeRunId(createdAt, plan.suite),
    createdAt: createdAt.toISOString(),
    argv: [...argv],
    commit,
    dirty,
    stackbench: version,
    suite: plan.suite,
    rounds: plan.rounds,
    tunables: plan.tunables,
    stacks: plan.stacks.map(({ stack }) => stack),
    cases: plan.cases.map(({ record }) => record),
    shards: shards.map(({ items, weight }, index) => ({
      index,
      cases: items.flatMap(({ cases }) => cases.map(({ record }) => record.id)),
      estimatedSeconds: Math.ceil((weight + startMs) / 1000),
    })),
    probe: chooseProbe(plan),
    nodeSalt: randomBytes(16).toString('hex'),
  };
  return maskLine(matrix, createMask(currentSurroundings()));
}

function groupOf({ record: { operation, problem, dataType } }: PlannedCase): string {
  return `${operation}:${problem};${dataType}`;
}

/** What cases take on all stacks in all rounds. */
function createEstimate({ stacks, rounds, tunables }: RunPlan) {
  // Stacks that are estimated alike count together: there may be many.
  const kinds = Map.groupBy(stacks, ({ stack: { software, computes } }) =>
    JSON.stringify([software, computes]),
  );
  const counted = [...kinds.values()].map((members) => ({
    stack: members[0]!.stack,
    times: members.length * rounds,
  }));
  return (cases: readonly PlannedCase[]): number =>
    cases.reduce(
      (sum, planned) =>
        counted.reduce(
          (part, { stack, times }) => part + times * estimateCaseMs(planned, stack, tunables),
          sum,
        ),
      0,
    );
}

/** The most telling stack, on a case of middling size, that always runs the same variant. */
function chooseProbe({ stacks, cases }: RunPlan): Probe {
  const telling = mostTelling(stacks.filter(({ stack }) => stack.controlOf === undefined));
  if (telling === undefined) {
    throw new BenchError('There is no stack to share cases out for', {
      fix: "Plan on a machine that is like the nodes, such as within a job: 'srun … bench plan'.",
    });
  }
  const { stack } = telling;
  const able = cases.filter((planned) => isComputable(planned, [stack]));
  const plain = able.filter(({ record }) => record.variant !== bestVariant);
  const sorted = (plain.length > 0 ? plain : cases).toSorted(
    (a, b) => workOf(a.record) - workOf(b.record),
  );
  return { case: sorted[Math.floor((sorted.length - 1) / 2)]!.record.id, stack: stack.id };
}
