import { describeDriver } from '@stackbench/doctor';
import type { CaseRecord, DriverLayer, Machine } from '@stackbench/model';
import {
  count,
  createPaint,
  escapeControl,
  hang,
  padEnd,
  type Paint,
  textWidth,
} from '@stackbench/report';
import type { Output } from '../../terminal/terminal.ts';
import { describeCases } from '../describe-cases.ts';
import { describeStacks } from '../describe-stacks.ts';
import type { Inventory, ListedSetup } from './inventory.ts';

/** What all that is listed runs on, at this moment. */
export interface MachineState {
  machine: Machine;
  /** Processes that ran or wanted to, over the last minute. */
  load: number;
  driver: DriverLayer;
}

/** The inventory as people read it; the cases of its suites only where they were asked for. */
export function renderInventory(
  { stacks, suites, variants, ownCases }: Inventory,
  { machine, load, driver }: MachineState,
  setups: readonly ListedSetup[],
  withCases: boolean,
  output: Output,
): string {
  const paint = createPaint(output.color);
  const width = output.width();
  const nameWidth = Math.max(0, ...suites.map(({ suite }) => textWidth(suite.name)));
  const shown = [...suites.flatMap(({ cases }) => cases), ...ownCases];
  const lines = [
    ...labelled('Machine', describeMachine(machine, load), width, paint),
    ...labelled('Driver ', describeDriver(driver), width, paint),
    paint('quiet', "'pnpm bench doctor' shows which libraries each stack really uses."),
    '',
    paint('heading', 'Stacks'),
    ...describeStacks(stacks, width, paint),
    ...(stacks.some(({ software }) => software)
      ? [paint('quiet', '  † computes on the CPU: never ranked with hardware')]
      : []),
    '',
    ...(suites.length === 0 ? [] : [paint('heading', 'Suites')]),
    ...suites.flatMap(({ suite, cases, runnable }) => [
      ...hang(
        `  ${padEnd(suite.name, nameWidth)}  `,
        `${countCases(cases.length, runnable)}: ${escapeControl(suite.title)}`,
        width,
      ),
      ...(withCases ? describeCases(cases, width, paint) : []),
    ]),
    ...(ownCases.length === 0
      ? []
      : [
          ...(suites.length === 0 ? [] : ['']),
          paint('heading', 'Problems of your own'),
          ...describeCases(ownCases, width, paint),
        ]),
    ...(withCases ? describeVariants(shown, variants, width, paint) : []),
    ...(withCases
      ? []
      : [
          '',
          `${paint('heading', 'Setups')}  ${describeSetups(setups)}`,
          '',
          paint('quiet', "'pnpm bench list --suite NAME' shows the cases of a suite."),
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function labelled(label: string, text: string, width: number, paint: Paint): string[] {
  return hang(`${label}  `, escapeControl(text), width).map((line) =>
    line.startsWith(label) ? paint('heading', label) + line.slice(label.length) : line,
  );
}

/** `Xeon 8481C × 2, 8 GiB · Debian 12 · load 0.4` */
function describeMachine({ cpu, cpuCount, memoryBytes, osVersion }: Machine, load: number): string {
  const busy = load > cpuCount / 2 ? ', which disturbs what is measured: close other programs' : '';
  return [
    `${cpu} × ${cpuCount}, ${Math.round(memoryBytes / 2 ** 30)} GiB`,
    osVersion,
    `load ${load.toFixed(1)}${busy}`,
  ].join(' · ');
}

/** A run takes in what a stack of it has something for. */
function countCases(all: number, runnable: number): string {
  return runnable === all || runnable === 0
    ? count(all, 'case')
    : `${runnable} of ${count(all, 'case')}`;
}

/** What each variant that was listed is, in a line. */
function describeVariants(
  cases: readonly CaseRecord[],
  variants: Inventory['variants'],
  width: number,
  paint: Paint,
): string[] {
  const used = new Set(cases.map(({ operation, variant }) => `${operation}/${variant}`));
  const rows = [...variants].flatMap(([operation, own]) =>
    own
      .map(({ name, summary }) => ({ name: `${operation}/${name}`, summary }))
      .filter(({ name }) => used.has(name)),
  );
  const nameWidth = Math.max(0, ...rows.map(({ name }) => textWidth(name)));
  const lines = rows.flatMap(({ name, summary }) =>
    hang(`  ${padEnd(name, nameWidth)}  `, summary, width),
  );
  return lines.length === 0 ? [] : ['', paint('heading', 'Variants'), ...lines];
}

function describeSetups(setups: readonly ListedSetup[]): string {
  const made = setups.filter((setup) => setup.made).length;
  return `${setups.length} to make environments from, ${made} of them made: see 'pnpm bench env list'`;
}
