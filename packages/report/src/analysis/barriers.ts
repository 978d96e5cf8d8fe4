import { factAt, type Facts, type Stack } from '@stackbench/model';
import { isHostTimed } from './clock.ts';
import type { Unusable } from './launches.ts';
import type { Contestant } from './contestant.ts';
import { devicesOf, gpuKey } from './publication/device.ts';
import type { Pairing } from './times.ts';

/** Why nothing of A and B is ever ranked together; null when it may be. */
export function findBarrier(a: Contestant, b: Contestant, pairing: Pairing): Unusable | null {
  if (a.stack.software !== b.stack.software) {
    const [soft, hard] = a.stack.software ? ['A', 'B'] : ['B', 'A'];
    return {
      cause: 'software',
      reason: `${soft} computes in software and ${hard} on hardware: these are never compared`,
    };
  }
  if (isHostTimed(a.stack) !== isHostTimed(b.stack)) {
    const [host, device] = isHostTimed(a.stack) ? ['A', 'B'] : ['B', 'A'];
    return {
      cause: 'clock',
      reason: `${host} is timed by the host's clock and ${device} by the device's: these are never compared`,
    };
  }
  return pairing === 'rounds' ? findOtherDevice(a, b) : findOtherFact(a.stack, b.stack);
}

function findOtherDevice(a: Contestant, b: Contestant): Unusable | null {
  const devices = devicesOf(a.index.run.header);
  const [own, other] = [devices.get(a.stack.id), devices.get(b.stack.id)];
  if (own === undefined || other === undefined || gpuKey(own) === gpuKey(other)) return null;
  return {
    cause: 'device',
    reason: `A computes on ${own.title} and B on ${other.title}: these are never compared`,
  };
}

/** Of the facts that both runs tell: one that says that they measured different things. */
function findOtherFact(a: Stack, b: Stack): Unusable | null {
  for (const [name, value] of Object.entries(a.facts)) {
    const fact = factAt(name)?.fact;
    if (fact === undefined || fact.rankedTogether || !differ(value, b.facts[name])) continue;
    return {
      cause: 'device',
      reason: `${fact.label} is ${show(value)} in A and ${show(b.facts[name])} in B: such runs are never compared`,
    };
  }
  return null;
}

function differ(one: Facts[string], other: Facts[string] | undefined): boolean {
  return other !== undefined && JSON.stringify(one) !== JSON.stringify(other);
}

function show(value: Facts[string] | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
