import { createMask } from '@stackbench/privacy';
import type { FoundStack } from '@stackbench/workers';
import { currentSurroundings } from './surroundings.ts';

/** Stacks by their ids as run files hold them, in which nothing tells who or where. */
export async function byMaskedId<T extends Pick<FoundStack, 'stack'>>(
  stacks: readonly T[],
): Promise<Map<string, T>> {
  const ids = await createMask(currentSurroundings())(stacks.map(({ stack: { id } }) => id));
  return new Map(stacks.map((each, at) => [ids[at]!, each]));
}
