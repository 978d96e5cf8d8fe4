import type { ResultReference } from './publication.ts';

/** Where a result stands, as one text. */
function referenceKey({ run, stack, case: id }: ResultReference): string {
  return `${run}\n${stack}\n${id}`;
}

/** Two results, the faster first, as one text. */
export function leadKey(first: ResultReference, second: ResultReference): string {
  return `${referenceKey(first)}\n\n${referenceKey(second)}`;
}
