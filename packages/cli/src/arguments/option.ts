/** An option of a command, as parsed and as shown by `--help`. */
export interface Option {
  name: string;
  short?: string;
  /** What its value is, for `--help`: `FILE`. Without it the option is a switch. */
  value?: string;
  /** It may also be given without a value. */
  isOptional?: boolean;
  repeatable?: boolean;
  help: string;
}

/** Options that every command has. */
export const commonOptions: readonly Option[] = [
  { name: 'color', value: 'WHEN', help: 'auto (the default), always or never' },
  { name: 'help', short: 'h', help: 'show this help' },
];

/** The options that were given, by name. */
export interface Given {
  has(name: string): boolean;
  /** The value of an option that may be given once. */
  one(name: string): string | undefined;
  /** The values of a repeatable option, in order. */
  all(name: string): readonly string[];
  /** What was given besides options, in order. */
  operands: readonly string[];
  /** What stood behind `--`, for another program, as it was. */
  handedOn: readonly string[];
}

/** What a command takes besides options. */
export interface Operands {
  /** For the help: `A B`. */
  usage: string;
  most: number;
  /** Whether what stands behind `--` is handed on to another program. */
  handsOn?: boolean;
}
