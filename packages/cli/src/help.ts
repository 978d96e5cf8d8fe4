import { commonOptions, type Option } from './arguments/option.ts';
import type { Command } from './commands/command.ts';

/** `pnpm bench --help`: every command, and the options of the one that needs no name. */
export function renderHelp(commands: readonly Command[], main: Command): string {
  return [
    'stackbench measures the same kernels on every GPU software stack of this machine.',
    '',
    'Usage: pnpm bench [command] [options]',
    '',
    'Commands',
    ...rows(commands.map(({ name, summary }) => [name, summary])),
    '',
    ...optionLines(`Options of ${main.name}`, [
      ...main.options,
      ...commonOptions,
      { name: 'version', help: 'show the version' },
    ]),
    '',
    ...exampleLines(main),
    '',
    "See 'pnpm bench COMMAND --help' for the options of the others.",
    '',
  ].join('\n');
}

/** `pnpm bench COMMAND --help` */
export function renderCommandHelp(command: Command): string {
  return [
    `pnpm bench ${command.name}: ${command.summary}`,
    '',
    ...(command.operands === undefined
      ? []
      : [`Usage: pnpm bench ${command.name} ${command.operands.usage} [options]`, '']),
    ...command.details,
    '',
    ...optionLines('Options', [...command.options, ...commonOptions]),
    '',
    ...exampleLines(command),
    '',
  ].join('\n');
}

function optionLines(title: string, options: readonly Option[]): string[] {
  return [
    title,
    ...rows(
      options.map(({ name, short, value, isOptional, help }) => [
        `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : isOptional === true ? ` [${value}]` : ` ${value}`}`,
        help,
      ]),
    ),
  ];
}

function exampleLines({ examples }: Command): string[] {
  return ['Examples', ...examples.map((example) => `  ${example}`)];
}

function rows(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
