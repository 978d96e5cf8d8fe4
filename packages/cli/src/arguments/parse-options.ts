import { parseArgs } from 'node:util';
import { BenchError } from '@stackbench/model';
import type { Given, Operands, Option } from './option.ts';

/**
 * The options and operands in `args`.
 * @throws BenchError for an unknown option, a value missing or too much, an option given twice, or
 * more operands than the command takes
 */
export async function parseOptions(
  command: string,
  args: readonly string[],
  options: readonly Option[],
  taken: Operands = { usage: '', most: 0 },
): Promise<Given> {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      options.map((option) => [
        option.name,
        {
          type: needsValue(option) ? ('string' as const) : ('boolean' as const),
          ...(option.short === undefined ? {} : { short: option.short }),
        },
      ]),
    ),
  });
  const given = new Map<string, string[]>();
  const operands: string[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'option-terminator') {
      if (taken.handsOn !== true) throw looseTerminator();
      break;
    }
    if (token.kind === 'positional') {
      if (isValueOf(tokens[at - 1], options)) continue;
      if (operands.length === taken.most) throw unexpected(command, token.value, options, taken);
      operands.push(token.value);
      continue;
    }
    const option = options.find(({ name }) => name === token.name);
    if (option === undefined) throw await unknownOption(command, token.rawName, options);
    const next = tokens[at + 1];
    const value =
      next?.kind === 'positional' && isValueOf(token, options)
        ? next.value
        : checkValue(option, token.rawName, token.value, token.inlineValue === true);
    const values = given.get(option.name) ?? [];
    if (values.length > 0 && option.repeatable !== true && option.value !== undefined) {
      throw new BenchError(`${token.rawName} is given twice`, { fix: 'Give it once.' });
    }
    given.set(option.name, [...values, value]);
  }
  const terminator = tokens.find(({ kind }) => kind === 'option-terminator');
  return {
    has: (name) => given.has(name),
    one: (name) => given.get(name)?.[0],
    all: (name) => given.get(name) ?? [],
    operands,
    handedOn: terminator === undefined ? [] : args.slice(terminator.index + 1),
  };
}

function needsValue({ value, isOptional }: Option): boolean {
  return value !== undefined && isOptional !== true;
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** Whether what stands behind `token` is the value of an option that may have one. */
function isValueOf(token: Token | undefined, options: readonly Option[]): boolean {
  if (token?.kind !== 'option' || token.inlineValue === true) return false;
  return options.some(({ name, isOptional }) => name === token.name && isOptional === true);
}

function checkValue(
  option: Option,
  rawName: string,
  value: string | undefined,
  isInline: boolean,
): string {
  if (option.value === undefined) {
    if (isInline) throw new BenchError(`${rawName} takes no value`, { fix: `Write ${rawName}.` });
    return '';
  }
  if (option.isOptional === true && value === undefined) return '';
  // An option's name behind an option that wants a value is a forgotten value, not the value.
  if (value === undefined || value === '' || (!isInline && /^-./.test(value))) {
    throw new BenchError(`${rawName} needs a value`, {
      fix: `Write ${rawName} ${option.value}.`,
    });
  }
  return value;
}

function looseTerminator(): BenchError {
  return new BenchError(
    "'--' is not needed here, and what follows it would not be read as options",
    {
      fix: 'Leave it out: pnpm bench --out FILE.',
    },
  );
}

function unexpected(
  command: string,
  text: string,
  options: readonly Option[],
  { usage, most }: Operands,
): BenchError {
  const near = options.some(({ name }) => name === text) ? ` Did you mean '--${text}'?` : '';
  const takes = most === 0 ? 'options only' : `no more than ${usage}`;
  return new BenchError(`'${text}' is not expected: ${command} takes ${takes}.${near}`, {
    fix: seeHelp(command),
  });
}

async function unknownOption(
  command: string,
  rawName: string,
  options: readonly Option[],
): Promise<BenchError> {
  const { noSuch } = await import('@stackbench/engine');
  const names = options.map(({ name }) => `--${name}`);
  return noSuch(rawName, { noun: 'option', names, fix: seeHelp(command) });
}

function seeHelp(command: string): string {
  return `See 'pnpm bench ${command} --help'.`;
}
