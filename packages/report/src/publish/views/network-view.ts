import { threeDigits } from '../../numbers.ts';
import {
  type Network,
  networksOf,
  type NetworkTotal,
  networkTotals,
} from '../../analysis/publication/network-totals.ts';
import { marks } from '../../marks.ts';
import { formatAddress } from './address.ts';
import {
  countNoun,
  resultAddress,
  runCell,
  throughputCell,
  timeText,
  variantText,
} from './cells.ts';
import { controlsOf, narrow, narrowToDevice, narrowToRun } from './narrow.ts';
import { repeatNumber, repeatSuiteCommand } from './repeat-command.ts';
import type { PublicationIndex } from '../../analysis/publication/publication-index.ts';
import type { Block, MakeView, TableCell, TableView } from './view.ts';

/** The layers of a whole network, summed × how often each occurs. */
export const networkView: MakeView = (index, parameters) => {
  const layered = index.entries.filter((entry) => Object.keys(entry.case.layers).length > 0);
  const device = narrowToDevice(index, layered, parameters);
  const run = narrowToRun(index, device.items, parameters);
  const network = narrow(
    networksOf(run.items),
    { parameter: 'network', label: 'Network', value: ({ key }) => key },
    parameters,
  );
  const [shown] = network.items;
  const totals = shown === undefined ? [] : networkTotals(shown);
  const stack = narrow(
    totals.filter(({ variant }) => variant === null),
    { parameter: 'stack', label: 'Layers of', value: (total) => total.stack.id },
    parameters,
  );
  return {
    title: 'Whole networks',
    intro:
      'The time of all operations of a network that its suite counts, each layer’s kernel time × how often it occurs. A stack has a total only when every layer was measured and verified.',
    controls: controlsOf(device, run, network, stack),
    blocks: [
      ...incomplete(shown),
      ...(shown === undefined ? [] : [totalsTable(totals, shown)]),
      ...stack.items.slice(0, 1).map((total) => layersTable(index, total)),
    ],
  };
};

function incomplete(network: Network | undefined): Block[] {
  if (network === undefined || network.known === network.operations) return [];
  return [
    {
      kind: 'text',
      tone: 'warning',
      paragraphs: [
        `These runs hold only ${network.known} of the ${network.operations} operations, so there is no total: run the suite without --case.`,
      ],
    },
  ];
}

function totalsTable(
  totals: readonly NetworkTotal[],
  { key, batch, operations }: Network,
): TableView {
  const bestOf = (clock: NetworkTotal['clock']) =>
    totals.find((total) => total.clock === clock)?.totalNs ?? null;
  return {
    kind: 'table',
    id: 'totals',
    caption: `All ${operations} operations, ${key}`,
    note: 'Sums of medians of separate launches; no interval is claimed for them. Other layers, transfers and launch gaps are not part of it.',
    columns: [
      { title: 'Stack' },
      { title: 'Variant' },
      { title: 'Time', numeric: true },
      { title: 'Inputs/s', numeric: true, hint: 'Of these operations alone' },
      { title: 'Of the fastest', numeric: true },
      { title: 'Misses' },
      { title: 'Runs' },
      { title: 'Repeat' },
    ],
    rows: totals.map(({ stack, variant, totalNs, missing, layers, clock }): TableCell[] => {
      const best = bestOf(clock);
      const rival = totals.find(
        (total) => total.clock === clock && total.totalNs !== null && total.stack.key !== stack.key,
      );
      const [first, other] = [layers[0]?.entry, rival?.layers[0]?.entry];
      const runs = new Set(layers.map(({ entry }) => entry.run.id));
      const href = formatAddress('stack', [
        ['device', stack.device],
        ['id', stack.id],
      ]);
      const blank: TableCell = { text: '', sort: null };
      return [
        { text: stack.id, href },
        { text: variant ?? 'fastest of each layer' },
        totalNs === null
          ? { text: 'no total', sort: null, tone: 'quiet' }
          : {
              text: timeText(totalNs) + (clock === 'host' ? ` ${marks.hostTimed}` : ''),
              sort: totalNs,
              href,
            },
        totalNs === null
          ? blank
          : { text: threeDigits((batch / totalNs) * 1e9), sort: batch / totalNs },
        totalNs === null || best === null
          ? blank
          : {
              text: `${threeDigits((best / totalNs) * 100)} %`,
              sort: best / totalNs,
              bar: best / totalNs,
            },
        missing.length === 0
          ? { text: 'none', tone: 'quiet', sort: 0 }
          : {
              text: `${countNoun(missing.length, 'layer')}: ${missing
                .map((layer) => layer.title ?? layer.problem)
                .slice(0, 3)
                .join('; ')}${missing.length > 3 ? '; …' : ''}`,
              sort: missing.length,
              tone: 'warning',
              href: formatAddress('failures', [
                ['device', stack.device],
                ['stack', stack.id],
              ]),
            },
        first === undefined
          ? blank
          : runs.size === 1
            ? runCell(first)
            : { text: `${runs.size} runs` },
        first === undefined
          ? blank
          : {
              text: repeatSuiteCommand(first, ...(other === undefined ? [] : [other])),
              code: true,
            },
      ];
    }),
    empty: 'There is no total.',
  };
}

function layersTable(index: PublicationIndex, { layers, stack }: NetworkTotal): TableView {
  return {
    kind: 'table',
    id: 'layers',
    caption: `Layers on ${stack.id}`,
    columns: [
      { title: 'Layer' },
      { title: 'Times', numeric: true },
      { title: 'Variant' },
      { title: 'Throughput', numeric: true },
      { title: 'Time × count', numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: layers.map(({ entry, count: times }): TableCell[] => {
      const total = entry.result.measured.kernelNs * times;
      return [
        { text: entry.case.title ?? entry.case.problem },
        { text: String(times), sort: times },
        { text: variantText(entry) },
        throughputCell(entry),
        { text: timeText(total), sort: total, href: resultAddress(entry) },
        runCell(entry),
        { text: repeatNumber(index, entry), code: true },
      ];
    }),
  };
}
