import { type Clock, type Facts, stateFacts } from '@stackbench/model';

/** What a stack tells of the clock that times it. */
export function clockFacts({ name, quantumNs, isHost }: Clock): Facts {
  return stateFacts({
    clock: name,
    clockQuantumNs: quantumNs,
    hostClock: isHost === true ? true : undefined,
  });
}
