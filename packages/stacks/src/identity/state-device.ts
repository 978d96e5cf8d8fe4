import { type KnownFacts, readFact, type Stack } from '@stackbench/model';
import type { FoundStack } from '@stackbench/workers';
import { addFacts } from '../add-facts.ts';
import { readCpuSet } from '../host/cpu-set.ts';
import { findAdapterAddress } from './adapter-address.ts';

/** The same stack, which states which device it computes on and no other, as far as its runner did not. */
export function stateDevice(found: FoundStack): FoundStack {
  return addFacts(found, ({ stack }) => deviceFacts(stack));
}

function deviceFacts({ software, facts }: Stack): KnownFacts {
  if (software) return { cpus: readCpuSet() };
  const isKnown = readFact(facts, 'gpuUuid') !== undefined;
  return isKnown ? {} : { pciBusId: findAdapterAddress(facts, '/') };
}
