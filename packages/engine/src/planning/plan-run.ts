import type { Catalog } from '@stackbench/kernels';
import { BenchError, type Stack, type Tunables, tunablesSchema } from '@stackbench/model';
import type { RunPlan } from '../plan.ts';
import { quoteAll, suggest } from './match-names.ts';
import { selectCases } from './select-cases.ts';
import { selectStacks } from './select-stacks.ts';

export interface PlanOptions {
  catalog: Catalog;
  /** Everything that was found, whether it can run or not. */
  stacks: readonly Stack[];
  /** A suite's name. */
  suite: string;
  /** Globs over case ids, or whole ids of cases that the suite need not have. */
  cases?: readonly string[];
  /** Globs over stack ids. */
  stackGlobs?: readonly string[];
  rounds: number;
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
  const suite = catalog.suites.get(options.suite);
  if (suite === undefined) {
    const names = [...catalog.suites.keys()];
    const near = suggest(options.suite, names);
    throw new BenchError(`There is no suite '${options.suite}'.${near}`, {
      fix: names.length === 0 ? 'Add one in kernels/suites.' : `Use one of ${quoteAll(names)}.`,
    });
  }
  return {
    suite: suite.name,
    cases: selectCases(catalog, suite, options.cases),
    stacks: selectStacks(options.stacks, options.stackGlobs),
    rounds,
    tunables: mergeTunables({ ...suite.tunables, ...options.tunables }),
  };
}

function mergeTunables(overrides: Partial<Tunables>): Tunables {
  const merged = tunablesSchema.safeParse(overrides);
  if (merged.success) return merged.data;
  const [issue] = merged.error.issues;
  throw new BenchError(`The tunable ${issue?.path.join('.')} is wrong: ${issue?.message}`);
}
