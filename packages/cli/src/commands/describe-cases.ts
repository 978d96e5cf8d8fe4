import type { CaseRecord } from '@stackbench/model';
import { escapeControl, hang, type Paint } from '@stackbench/report';

/** Cases as people read them: a line for each problem and data type, its variants behind. */
export function describeCases(cases: readonly CaseRecord[], width: number, paint: Paint): string[] {
  const groups = Map.groupBy(cases, ({ operation, problem, dataType }) =>
    escapeControl(`${operation}  ${problem}  ${dataType}`),
  );
  return [...groups].flatMap(([heading, group]) => {
    const title = group[0]?.title;
    const shown = title === undefined ? heading : `${heading}  (${escapeControl(title)})`;
    return [
      ...hang('  ', shown, width),
      ...hang('    ', group.map(({ variant }) => variant).join(', '), width).map((line) =>
        paint('quiet', line),
      ),
    ];
  });
}
