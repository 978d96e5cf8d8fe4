import { BenchError, parseFields } from '@stackbench/model';

/**
 * The extents that `text` names, each from 1 to `largestExtent`.
 * @throws BenchError naming the key that is unknown, missing or out of range
 */
export function parseExtents<Name extends string>(
  operation: string,
  text: string,
  names: readonly Name[],
  largestExtent = 2 ** 24,
): Record<Name, number> {
  const fix = `Write a problem such as '${names.map((name) => `${name}=512`).join(',')}'.`;
  const fields = parseFields(text);
  const unknown = fields.keys().find((key) => !(names as readonly string[]).includes(key));
  if (unknown !== undefined) {
    throw new BenchError(`${operation} has no '${unknown}' (in '${text}')`, { fix });
  }
  const extents = names.map((name) => {
    const value = fields.get(name) ?? '';
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1 || number > largestExtent) {
      const wanted = `${name}=<integer from 1 to ${largestExtent}>`;
      throw new BenchError(`${operation} needs ${wanted}, not '${value}' (in '${text}')`, { fix });
    }
    return [name, number];
  });
  return Object.fromEntries(extents) as Record<Name, number>;
}
