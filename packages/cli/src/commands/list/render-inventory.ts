import { describeDriver } from '@stackbench/doctor';
import type { DriverLayer } from '@stackbench/model';
import { count, createPaint, escapeControl, hang, padEnd, textWidth } from '@stackbench/report';
import type { Output } from '../../terminal/terminal.ts';
import { describeCases } from '../describe-cases.ts';
import { describeStacks } from '../describe-stacks.ts';
import type { Inventory, ListedSetup } from './inventory.ts';

/** The inventory as people read it; the cases of its suites only where they were asked for. */
export function renderInventory(
  { stacks, suites, ownCases }: Inventory,
  driver: DriverLayer,
  setups: readonly ListedSetup[],
  withCases: boolean,
  output: Output,
): string {
  const paint = createPaint(output.color);
  const width = output.width();
  const nameWidth = Math.max(0, ...suites.map(({ suite }) => textWidth(suite.name)));
  const lines = [
    ...hang('Driver  ', escapeControl(describeDriver(driver)), width).map((line) =>
      line.replace(/^Driver/, (label) => paint('heading', label)),
    ),
    paint('quiet', "'pnpm bench doctor' shows which libraries each stack really uses."),
    '',
    paint('heading', 'Stacks'),
    ...describeStacks(stacks, width, paint),
    ...(stacks.some(({ software }) => software)
      ? [paint('quiet', '  † computes on the CPU: never ranked with hardware')]
      : []),
    '',
    ...(suites.length === 0 ? [] : [paint('heading', 'Suites')]),
    ...suites.flatMap(({ suite, cases }) => [
      ...hang(
        `  ${padEnd(suite.name, nameWidth)}  `,
        `${count(cases.length, 'case')}: ${escapeControl(suite.title)}`,
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

function describeSetups(setups: readonly ListedSetup[]): string {
  const made = setups.filter((setup) => setup.made).length;
  return `${setups.length} to make environments from, ${made} of them made: see 'pnpm bench env list'`;
}
