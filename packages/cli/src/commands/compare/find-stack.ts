import { findFitting, quoteAll } from '@stackbench/engine';
import { BenchError, readFact, type Run } from '@stackbench/model';

/**
 * The id of the one stack of a run that `named` is, or was made from as a setup, or fits. A glob or a setup
 * means no A/A control, which goes by its whole id alone.
 * @throws BenchError when none fits, or several do; it names those of the run
 */
export function findStackId({ header }: Run, named: string): string {
  const ids = header.stacks.map(({ id }) => id);
  if (ids.includes(named)) return named;
  const ordinary = header.stacks.flatMap(({ id, controlOf }) =>
    controlOf === undefined ? id : [],
  );
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
