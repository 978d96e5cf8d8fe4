import { byDataType, controlsOf, narrow, narrowToDevice, narrowToRun } from './narrow.ts';
import {
  resultAddress,
  runsCell,
  shareCell,
  stackCell,
  throughputCell,
  variantText,
} from './cells.ts';
import {
  type Entry,
  fastest,
  isMeasured,
  type MeasuredEntry,
  problemKey,
  problemTitle,
} from '../../analysis/publication/publication-index.ts';
import { listVaried, overNative } from '../../analysis/publication/varied.ts';
import { clockOf } from '../../analysis/publication/contests.ts';
import { repeatCommand } from './repeat-command.ts';
import type { MakeView, TableCell, TableView } from './view.ts';

/** WebGPU beside what CUDA or PyTorch reaches on the same device. */
export interface NativePair {
  webgpu: MeasuredEntry;
  native: MeasuredEntry;
  /** Both ran this variant; null where each side takes part with its fastest. */
  variant: string | null;
}

/** WebGPU as a share of native, only where both were measured. */
export const webgpuView: MakeView = (index, parameters) => {
  const about = listVaried(index.entries, overNative);
  const device = narrowToDevice(index, index.entries, parameters, { about });
  const run = narrowToRun(index, device.items, parameters, about);
  const dataType = narrow(run.items, { ...byDataType, all: 'all' }, parameters);
  const pairs = nativePairs(dataType.items);
  const software = index.devices.get(device.value)?.software === true;
  return {
    title: software ? softwareWebgpu.title : 'WebGPU as % of native',
    intro: `${software ? `${softwareWebgpu.caveat} ` : ''}How much of the throughput of CUDA or PyTorch WebGPU reaches on the same device, problem and data type. A problem appears only where both sides were measured and verified.`,
    controls: controlsOf(device, run, dataType),
    blocks: [
      pairsTable(
        'fastest',
        'The fastest of each side, libraries included',
        pairs.filter(({ variant }) => variant === null),
      ),
      pairsTable(
        'variants',
        'The same kernel on both sides',
        pairs.filter(({ variant }) => variant !== null),
      ),
    ],
  };
};

/** What the comparison is called where WebGPU is computed in software, and what not to read into it. */
export const softwareWebgpu = {
  title: 'WebGPU in software beside native on the CPU',
  caveat:
    'A software adapter imitates a GPU on the CPU: these shares say nothing about WebGPU on a GPU.',
};

function pair(members: readonly MeasuredEntry[], variant: string | null): NativePair[] {
  const webgpu = fastest(members.filter((entry) => !entry.stack.native));
  const native = fastest(members.filter((entry) => entry.stack.native));
  return webgpu === undefined || native === undefined ? [] : [{ webgpu, native, variant }];
}

export function nativePairs(entries: readonly Entry[]): NativePair[] {
  const measured = entries.filter(isMeasured);
  const problems = Map.groupBy(measured, (entry) => `${problemKey(entry.case)}\n${clockOf(entry)}`);
  return [...problems.values()].flatMap((members) => [
    ...pair(members, null),
    ...[...Map.groupBy(members, (entry) => entry.case.variant)].flatMap(([variant, same]) =>
      pair(same, variant),
    ),
  ]);
}

function pairsTable(id: string, caption: string, pairs: readonly NativePair[]): TableView {
  return {
    kind: 'table',
    id,
    caption,
    columns: [
      { title: 'Problem' },
      { title: 'WebGPU ÷ native', numeric: true },
      { title: 'WebGPU stack' },
      { title: 'Variant' },
      { title: 'WebGPU', numeric: true },
      { title: 'Native stack' },
      { title: 'Variant' },
      { title: 'Native', numeric: true },
      { title: 'Run' },
      { title: 'Repeat' },
    ],
    rows: pairs.map(({ webgpu, native }): TableCell[] => [
      { text: problemTitle(webgpu.case) },
      shareCell(webgpu.rate.perSecond / native.rate.perSecond, resultAddress(webgpu)),
      stackCell(webgpu),
      { text: variantText(webgpu) },
      throughputCell(webgpu),
      stackCell(native),
      { text: variantText(native) },
      throughputCell(native),
      runsCell(webgpu, native),
      { text: repeatCommand(webgpu, native), code: true },
    ]),
    empty: 'No problem was measured by both sides on this device.',
  };
}
