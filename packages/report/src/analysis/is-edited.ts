import type { OkLaunch } from './launch-outcome.ts';

/**
 * Whether a variant was not the same program each time: such times are no series. `best` may have chosen
 * another variant each time.
 */
export function isEdited(measured: readonly OkLaunch[]): boolean {
  const digests = new Map<string | undefined, string>();
  for (const { chosenVariant, programDigest } of measured) {
    if (programDigest === undefined) continue;
    const first = digests.get(chosenVariant);
    if (first === undefined) digests.set(chosenVariant, programDigest);
    else if (first !== programDigest) return true;
  }
  return false;
}
