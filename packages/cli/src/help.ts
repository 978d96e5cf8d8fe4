import { wrap } from '@stackbench/report/text';
import { commonOptions, type Option } from './arguments/option.ts';
import type { Command } from './commands/command.ts';

/** Longer lines are hard to read, whatever there is room for. */
const mostColumns = 100;

/** `pnpm bench --help`: every command, and the options of the one that needs no name, in lines of `columns` at most. */
export function renderHelp(commands: readonly Command[], main: Command, columns: number): string {
  return [
    'stackbench measures the same kernels on every GPU software stack of a machine.',
    '',
    'Usage: pnpm bench [command] [options]',
    '',
    'Commands',
    ...rows(
      commands.map(({ name, summary }) => [name, summary]),
      columns,
    ),
    '',
    ...optionLines(
      `Options of ${main.name}`,
      [...main.options, ...commonOptions, { name: 'version', help: 'show the version' }],
      columns,
    ),
    '',
    ...exampleLines(main),
    '',
    "See 'pnpm bench COMMAND --help' for the options of the others.",
    '',
  ].join('\n');
}

/** `pnpm bench COMMAND --help`, in lines of `columns` at most. */
export function renderCommandHelp(command: Command, columns: number): string {
  return [
    ...wrap(`pnpm bench ${command.name}: ${command.summary}`, Math.min(columns, mostColumns)),
    '',
    ...(command.operands === undefined
      ? []
      : [`Usage: pnpm bench ${command.name} ${command.operands.usage} [options]`, '']),
    ...paragraphs(command.details, Math.min(columns, mostColumns)),
    '',
    ...optionLines('Options', [...command.options, ...commonOptions], columns),
    '',
    ...exampleLines(command),
    '',
  ].join('\n');
}

/** Lines of the sources, broken where there is room for them; an empty one stays between two paragraphs. */
function paragraphs(lines: readonly string[], columns: number): string[] {
  return lines
    .join('\n')
    .split('\n\n')
    .flatMap((paragraph, at) => [
      ...(at === 0 ? [] : ['']),
      ...wrap(paragraph.replaceAll('\n', ' '), columns),
    ]);
}

function optionLines(title: string, options: readonly Option[], columns: number): string[] {
  return [
    title,
    ...rows(
      options.map(({ name, short, value, isOptional, help }) => [
        `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : isOptional === true ? ` [${value}]` : ` ${value}`}`,
        help,
      ]),
      columns,
    ),
  ];
}

function exampleLines({ examples }: Command): string[] {
  return ['Examples', ...examples.map((example) => `  ${example}`)];
}

function rows(pairs: readonly (readonly [string, string])[], columns: number): string[] {
  const width = Math.max(...pairs.map(([left]) => left.length));
  const room = Math.max(20, Math.min(columns, mostColumns) - width - 4);
  return pairs.flatMap(([left, right]) =>
    wrap(right, room).map((line, at) => `  ${(at === 0 ? left : '').padEnd(width)}  ${line}`),
  );
}
