import { type KnownFacts, readFact, type Stack, stateFacts } from '@stackbench/model';
import type { DiscoverOptions, FoundStack } from '@stackbench/workers';
import { readCpuSet } from '../host/cpu-set.ts';
import { findAdapterAddress } from './adapter-address.ts';

/** The same stack, which states which device it computes on and no other, as far as its runner did not. */
export function stateDevice(found: FoundStack): FoundStack {
  if (found.driver === null) return found;
  const { stack, driver } = found;
  return {
    stack: { ...stack, facts: { ...stack.facts, ...stateFacts(deviceFacts(stack)) } },
    driver: {
      ...driver,
      ...(driver.inspect !== undefined && {
        inspect: async (options: DiscoverOptions) =>
          stateDevice((await driver.inspect?.(options)) ?? found),
      }),
    },
  };
}

function deviceFacts({ software, facts }: Stack): KnownFacts {
  if (software) return { cpus: readCpuSet() };
  const isKnown = readFact(facts, 'gpuUuid') !== undefined;
  return isKnown ? {} : { pciBusId: findAdapterAddress(facts, '/') };
}
