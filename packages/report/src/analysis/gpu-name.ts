import { type FactName, readFact, type Stack } from '@stackbench/model';
import { cleanText } from './publication/clean-text.ts';

/** Facts that tell the name of the GPU, the surest first. */
const gpuFacts = ['gpu', 'device', 'description'] as const satisfies readonly FactName[];

/** The name of the GPU that a stack computes on; undefined where it hides it, as browsers do. */
export function gpuName({ facts }: Stack): string | undefined {
  for (const name of gpuFacts) {
    const value = readFact(facts, name);
    // WebGPU implementations put the name into one of two facts, and a number into the other.
    if (value !== undefined && /[g-z]/i.test(value.replace(/^0x/i, ''))) {
      return tidyName(value);
    }
  }
  return undefined;
}

/** Without marks of trade, and blanks that mean nothing. */
export function tidyName(name: string): string {
  return cleanText(name)
    .replaceAll(/\((?:r|tm|c)\)/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
