import { parseCaseId } from '@stackbench/model';
import type { FactDifference } from './facts.ts';
import type { Contestant } from './contestant.ts';
import { outcomesOf } from './run-index.ts';

/**
 * The kernels and calls that are not the same program in both runs, as facts that differ: one of each
 * variant and data type, however many problems it was measured on. Runs of before tell of no program.
 */
export function comparePrograms(a: Contestant, b: Contestant): FactDifference[] {
  const common = [...a.index.cases.keys()].filter((id) => b.index.cases.has(id));
  const differing = common.flatMap((id) => {
    const [own, other] = [digestsOf(a, id), digestsOf(b, id)];
    return own === '' || other === '' || own === other ? [] : [{ id, own, other }];
  });
  return [...Map.groupBy(differing, ({ id }) => nameProgram(id))].map(([path, [first]]) => ({
    path,
    a: { value: first?.own ?? '' },
    b: { value: first?.other ?? '' },
  }));
}

/** Whether a fact that differs is a program. */
export function isProgram({ path }: FactDifference): boolean {
  return path.startsWith(prefix);
}

const prefix = 'program of ';

/** `program of gemm/naive f32` */
function nameProgram(id: string): string {
  const { operation, variant, dataType } = parseCaseId(id);
  return `${prefix}${operation}/${variant} ${dataType}`;
}

function digestsOf({ index, stack }: Contestant, id: string): string {
  const digests = outcomesOf(index, stack.id, id).flatMap((outcome) =>
    outcome.status === 'ok' ? (outcome.programDigest ?? []) : [],
  );
  return [...new Set(digests)].toSorted().join(', ');
}
