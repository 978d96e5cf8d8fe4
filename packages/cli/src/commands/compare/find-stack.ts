import { findFitting, quoteAll } from '@stackbench/engine';
import { BenchError, type Header, readFact, type Run } from '@stackbench/model';
import { rankRun } from '@stackbench/report';

/** The ids of the stacks of a run, A/A controls left out. */
export function ordinaryStacks({ stacks }: Pick<Header, 'stacks'>): string[] {
  return stacks.flatMap(({ id, controlOf }) => (controlOf === undefined ? id : []));
}

/**
 * The two stacks to compare where nobody named them: the only two, or else the two that lead.
 * @throws BenchError when no two can be ranked
 */
export function findLeaders(run: Run): [a: string, b: string] {
  const [one, other, ...more] = ordinaryStacks(run.header);
  if (one !== undefined && other !== undefined && more.length === 0) return [one, other];
  const [ranking] = rankRun(run);
  const [first, second] = ranking?.places ?? [];
  if (first !== undefined && second !== undefined) return [second.stack.id, first.stack.id];
  throw new BenchError(`No two stacks of the run ${run.header.runId} can be ranked`, {
    fix: `Name two of ${quoteAll(ordinaryStacks(run.header))}.`,
  });
}

/**
 * The id of the one stack of a run that `named` is, or was made from as a setup, or fits. A glob or a setup
 * means no A/A control, which goes by its whole id alone.
 * @throws BenchError when none fits, or several do; it names those of the run
 */
export function findStackId({ header }: Run, named: string): string {
  const ids = header.stacks.map(({ id }) => id);
  if (ids.includes(named)) return named;
  const ordinary = ordinaryStacks(header);
  const ofSetup = header.stacks
    .filter(({ id, facts }) => ordinary.includes(id) && readFact(facts, 'setup') === named)
    .map(({ id }) => id);
  const fitting =
    ofSetup.length > 0
      ? new Set(ofSetup)
      : findFitting(named, {
          noun: 'stack',
          where: ` in the run ${header.runId}`,
          names: ordinary,
          fix: `Use one of ${quoteAll(ids)}, or a glob; or choose another run with --run.`,
        });
  const [id, another] = fitting;
  if (id !== undefined && another === undefined) return id;
  throw new BenchError(`'${named}' fits ${fitting.size} stacks of the run ${header.runId}`, {
    fix: `Use one of ${quoteAll(fitting)}.`,
  });
}
