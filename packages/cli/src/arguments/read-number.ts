import { BenchError } from '@stackbench/model';
import type { Given } from './option.ts';

interface Range {
  least: number;
  most: number;
  whole: boolean;
}

/**
 * The number given for an option; undefined when it was not given.
 * @throws BenchError when it is no number, or not in `range`
 */
export function readNumber(given: Given, name: string, range: Range): number | undefined {
  const text = given.one(name);
  if (text === undefined) return undefined;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const { least, most, whole } = range;
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
  throw new BenchError(`--${name} cannot be '${text}'`, {
    fix: `Give a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
  });
}
