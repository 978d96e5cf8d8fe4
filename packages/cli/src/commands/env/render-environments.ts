import type { ListedEnvironment, Setup } from '@stackbench/environments';
import type { Stack } from '@stackbench/model';
import { createPaint, escapeControl, hang, type Paint } from '@stackbench/report';
import { formatBytes } from '../../setups/format-bytes.ts';
import type { Output } from '../../terminal/terminal.ts';

export interface Environments {
  setups: readonly Setup[];
  environments: readonly ListedEnvironment[];
  /** Stacks that no setup has made. */
  foreign: readonly Stack[];
}

/** Setups with what was made from them, then what has no setup here, then what others made. */
export function renderEnvironments(
  { setups, environments, foreign }: Environments,
  output: Output,
): string {
  const paint = createPaint(output.color);
  const width = output.width();
  const nameWidth = Math.max(0, ...[...setups, ...environments].map(({ name }) => name.length));
  const others = environments.filter(({ name }) => setups.every((setup) => setup.name !== name));
  const row = (name: string, text: string, made: ListedEnvironment | undefined) => [
    ...hang(
      `  ${mark(made, paint)} ${escapeControl(name).padEnd(nameWidth)}  `,
      escapeControl(text),
      width,
    ),
    ...(made === undefined
      ? []
      : hang(' '.repeat(nameWidth + 6), describe(made), width).map((line) => paint('quiet', line))),
  ];
  const lines = [
    paint('heading', 'Setups'),
    ...setups.flatMap(({ name, summary }) =>
      row(
        name,
        summary,
        environments.find((made) => made.name === name),
      ),
    ),
    ...(others.length === 0
      ? []
      : [
          '',
          paint('heading', 'Environments without a setup here'),
          ...others.flatMap((made) => row(made.name, '', made)),
        ]),
    ...(foreign.length === 0
      ? []
      : [
          '',
          paint('heading', 'Made by others'),
          ...foreign.map(({ id }) => `    ${escapeControl(id)}`),
        ]),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function mark(made: ListedEnvironment | undefined, paint: Paint): string {
  if (made === undefined) return ' ';
  return made.state === 'complete' ? paint('top', '✓') : paint('bad', '✗');
}

function describe({ state, record, size, versions, setupChanged }: ListedEnvironment): string {
  if (state === 'foreign') return "not of stackbench's making: left alone";
  if (state === 'unfinished')
    return `unfinished: 'env create' goes on, 'env remove' clears it away`;
  return [
    `${formatBytes(size.ownBytes)} of its own, ${formatBytes(size.sharedBytes)} shared`,
    `made by ${record?.tool} ${record?.toolVersion}`,
    ...Object.entries(versions).map(
      ([name, version]) => `${escapeControl(name)} ${escapeControl(version)}`,
    ),
    ...(setupChanged === true ? ['setup changed since'] : []),
  ].join(' · ');
}
