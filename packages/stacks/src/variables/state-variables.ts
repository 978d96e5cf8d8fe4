import process from 'node:process';
import type { Facts, KnownFacts } from '@stackbench/model';
import type { Environment, FoundStack } from '@stackbench/workers';
import { addFacts } from '../add-facts.ts';
import { publishValue } from './publish-value.ts';
import { isSteering } from './steering-variables.ts';

/**
 * The same stack, which states the variables that its worker is started with and that may decide what it
 * measures, whoever set them; and those that stackbench itself was given and keeps from it.
 */
export function stateVariables(found: FoundStack): FoundStack {
  return addFacts(found, ({ driver }) => variableFacts(driver.command.env ?? {}));
}

/**
 * @param changes what a worker's command sets and (undefined) removes
 * @param base what stackbench itself was started with
 */
export function variableFacts(changes: Environment, base: Environment = process.env): KnownFacts {
  const given = Object.entries({ ...base, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isSteering(entry[0]),
  );
  const removed = Object.keys(base).filter(
    (name) => isSteering(name) && name in changes && changes[name] === undefined,
  );
  const variables = given
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => [name, publishValue(name, value)]);
  return {
    variables: variables.length === 0 ? undefined : (Object.fromEntries(variables) as Facts),
    removedVariables: removed.length === 0 ? undefined : removed.toSorted(),
  };
}
