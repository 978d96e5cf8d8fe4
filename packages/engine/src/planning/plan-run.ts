import type { Catalog } from '@stackbench/kernels';
import { BenchError, type Tunables, tunablesSchema } from '@stackbench/model';
import type { FoundStack, RunnableStack } from '@stackbench/workers';
import type { RunPlan } from '../plan.ts';
import { findNamed } from './match-names.ts';
import { isComputable } from './is-computable.ts';
import { selectCases } from './select-cases.ts';
import { selectStacks } from './select-stacks.ts';

export interface PlanOptions {
  catalog: Catalog;
  /** Everything that was found, whether it can run or not. */
  stacks: readonly FoundStack[];
  /** A suite's name. */
  suite: string;
  /** Globs over case ids, or whole ids of cases that the suite need not have. */
  cases?: readonly string[];
  /** Globs over stack ids. */
  stackGlobs?: readonly string[];
  rounds: number;
  /**
   * Launch a stack twice in each round, to show what noise alone makes of a comparison. Unless it
   * is said, that is done when there are several stacks and rounds to compare.
   */
  control?: boolean | undefined;
  /** Overrides of the defaults and of the suite's own. */
  tunables?: Partial<Tunables>;
}

/**
 * What a run with these options will do. Its stacks are empty when none is available and none was
 * asked for.
 * @throws BenchError for an unknown suite, case or stack, naming the near match
 */
export function planRun(options: PlanOptions): RunPlan {
  const { catalog, rounds } = options;
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new BenchError(`A run has at least one round, not ${rounds}`);
  }
  const suite = findNamed(catalog.suites, 'suite', options.suite);
  const stacks = selectStacks(options.stacks, options.stackGlobs);
  const computing = stacks.map(({ stack }) => stack);
  const control = options.control ?? (stacks.length > 1 && rounds >= fewestControlledRounds);
  return {
    suite: suite.name,
    cases: selectCases(catalog, suite, options.cases, (planned) =>
      isComputable(planned, computing),
    ),
    stacks: control ? withControl(stacks) : stacks,
    rounds,
    tunables: mergeTunables({ ...suite.tunables, ...options.tunables }),
  };
}

/** With fewer a run gives a first impression, and a control would give no interval worth its time. */
const fewestControlledRounds = 3;

/**
 * An A/A control is a stack of its own: the first one again, under another id; where there is
 * hardware, the first of that, as the noise of software says nothing about it.
 */
function withControl(stacks: readonly RunnableStack[]): RunnableStack[] {
  const first = mostTelling(stacks);
  if (first === undefined) return [];
  const { stack, driver } = first;
  const control = { ...stack, id: `${stack.id}#control`, controlOf: stack.id };
  return [...stacks, { stack: control, driver }];
}

/** The stack that is measured more than the others, to show noise. */
export function mostTelling(stacks: readonly RunnableStack[]): RunnableStack | undefined {
  return stacks.find(({ stack }) => !stack.software) ?? stacks[0];
}

function mergeTunables(overrides: Partial<Tunables>): Tunables {
  const merged = tunablesSchema.safeParse(overrides);
  if (merged.success) return merged.data;
  const [issue] = merged.error.issues;
  throw new BenchError(`The tunable ${issue?.path.join('.')} is wrong: ${issue?.message}`);
}
