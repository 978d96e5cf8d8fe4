import { createMatcher, quoteAll, suggest } from '@stackbench/engine';
import { BenchError, type Run } from '@stackbench/model';

/**
 * The id of the one stack of a run that `named` is or fits. A glob means no A/A control, which
 * goes by its whole id alone.
 * @throws BenchError when none fits, or several do; it names those of the run
 */
export function findStackId({ header }: Run, named: string): string {
  const ids = header.stacks.map(({ id }) => id);
  if (ids.includes(named)) return named;
  const ordinary = header.stacks.flatMap(({ id, controlOf }) =>
    controlOf === undefined ? id : [],
  );
  const fitting = ordinary.filter(createMatcher(named));
  const [id, another] = fitting;
  if (id !== undefined && another === undefined) return id;
  if (id === undefined) {
    throw new BenchError(
      `The run ${header.runId} has no stack '${named}'.${suggest(named, ordinary)}`,
      { fix: `Use one of ${quoteAll(ids)}, or a glob; or choose another run with --run.` },
    );
  }
  throw new BenchError(`'${named}' fits ${fitting.length} stacks of the run ${header.runId}`, {
    fix: `Use one of ${quoteAll(fitting)}.`,
  });
}
