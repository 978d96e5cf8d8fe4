import { factAt, type Facts } from '@stackbench/model';
import type { FactValue } from './publication.ts';
import { cleanText } from './clean-text.ts';

/**
 * The facts that may be published, nested ones flattened, and how many others there are. A fact
 * without a row in the catalogue stays in the run file.
 */
export function publishFacts(facts: Facts): {
  facts: Record<string, FactValue>;
  withheld: number;
} {
  const leaves = Object.entries(facts).flatMap(([name, value]) => flatten(cleanText(name), value));
  const allowed = leaves.filter(([path]) => factAt(path)?.fact.public === true);
  return {
    facts: Object.fromEntries(allowed),
    withheld: leaves.length - allowed.length,
  };
}

function flatten(name: string, value: Facts[string]): [string, FactValue][] {
  if (typeof value === 'string') return [[name, cleanText(value)]];
  if (value === null || typeof value !== 'object') return [[name, value]];
  if (Array.isArray(value)) {
    if (value.every((item) => item === null || typeof item !== 'object')) {
      return [[name, cleanText(value.join(', '))]];
    }
    return value.flatMap((item, index) => flatten(`${name}.${index + 1}`, item));
  }
  return Object.entries(value).flatMap(([part, inner]) =>
    flatten(`${name}.${cleanText(part)}`, inner),
  );
}
