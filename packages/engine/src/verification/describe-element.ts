import type { Selection } from '@stackbench/model';

/** Where an element stands, for people: `row 3, column 7`, or `[0, 3, 5, 6]`. */
export function describeElement(shape: readonly number[], index: number): string {
  const place = coordinates(shape, index);
  return place.length === 2
    ? `element ${index} (row ${place[0]}, column ${place[1]} of ${shape.join(' × ')})`
    : `element ${index} ([${place.join(', ')}] of ${shape.join(' × ')})`;
}

/** The place of element `index` of a row-major tensor, outermost axis first. */
function coordinates(shape: readonly number[], index: number): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((extent) => {
      const at = rest % extent;
      rest = Math.floor(rest / extent);
      return at;
    })
    .toReversed();
}

/** Which weighted sum is meant: what is left of the shape once the middle axis is summed away. */
export function describeSum(
  shape: readonly number[],
  { length, inner }: Pick<Extract<Selection, { kind: 'checksum' }>, 'length' | 'inner'>,
  index: number,
): string {
  const first = Math.floor(index / inner) * length * inner + (index % inner);
  const last = coordinates(shape, first + (length - 1) * inner);
  return `the weighted sum from [${coordinates(shape, first).join(', ')}] to [${last.join(', ')}]`;
}

/** What was found where, against what should be there. */
export function describeMismatch(where: string, got: number, expected: number): string {
  const found = Number.isNaN(got) ? 'NaN (never written, or computed from such)' : String(got);
  return `${where} is ${found} instead of ${expected}`;
}
