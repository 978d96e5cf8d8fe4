import { matrixOf } from '../../analysis/publication/matrix.ts';
import { matrixPlot } from './matrix-plot.ts';
import { type MatrixRows, matrixTable, usualRows } from './matrix-table.ts';
import {
  byDataType,
  byOperation,
  controlsOf,
  narrow,
  narrowToDevice,
  narrowToRun,
} from './narrow.ts';
import { procedure } from '@stackbench/statistics';
import { formatPercent } from '../../compare/phrases.ts';
import { dateText } from './cells.ts';
import type { Entry } from '../../analysis/publication/publication-index.ts';
import { rankingAnswer, rankingBlocks } from './ranking-table.ts';
import type { Block, MakeView } from './view.ts';

/** Which stack wins on what, on one device. */
export const overview: MakeView = (index, parameters) => {
  const device = narrowToDevice(index, index.entries, parameters);
  const run = narrowToRun(index, device.items, parameters);
  const operation = narrow(run.items, { ...byOperation, all: 'all' }, parameters);
  const dataType = narrow(operation.items, { ...byDataType, all: 'all' }, parameters);
  const shown = dataType.items;
  const matrix = matrixOf(shown);
  const usual = usualRows(matrix);
  const rows = narrow<MatrixRows>(
    ['problems', 'stacks'],
    {
      parameter: 'rows',
      label: 'Rows',
      value: (each) => each,
      weight: (each) => Number(each === usual),
    },
    parameters,
  );
  const [turn = usual] = rows.items;
  const rankings = index.publication.rankings.filter(
    (each) =>
      each.device === device.value &&
      each.run === run.value &&
      (dataType.value === '' || each.dataType === dataType.value),
  );
  const record = index.devices.get(device.value);
  return {
    title: 'Which stack is fastest',
    intro:
      'Each problem is ranked on one device, in one data type, and at first within one run. Times are medians of launches, verified before they count.',
    controls: controlsOf(device, run, operation, dataType, rows),
    answer: [
      rankingAnswer(rankings),
      ...(record?.software === true ? [onSoftware] : []),
      // A stack alone is the fastest of all.
      ...(record === undefined || matrix.stacks.length < 2 ? [] : [matrixPlot(matrix, record)]),
    ],
    blocks: [
      matrixTable(index, matrix, turn),
      ...rankingBlocks(index, rankings),
      ...controlWarnings(shown),
    ],
  };
};

const onSoftware: Block = {
  kind: 'text',
  paragraphs: ['Computed on the CPU: this says nothing about a GPU, and is never ranked with one.'],
};

/** Runs in which a stack may differ so much from itself that the usual margin says nothing. */
function controlWarnings(entries: readonly Entry[]): Block[] {
  const runs = new Map(entries.map((entry) => [entry.run.id, entry]));
  const paragraphs = [...runs.values()].flatMap(({ run, device }) =>
    run.controls
      .filter(({ software, noise }) => software === device.software && noise > procedure.margin)
      .map(
        ({ stack, noise }) =>
          `In the run of ${dateText(run.startedAt)} ${stack} may differ from itself by ${formatPercent(noise)}: no smaller difference of that run is told.`,
      ),
  );
  return paragraphs.length === 0 ? [] : [{ kind: 'text', tone: 'warning', paragraphs }];
}
