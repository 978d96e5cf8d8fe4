import type { Demand, Gate, Tunables } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';

/** What the gates of a run demand, computed once for all variants and stacks of a problem. */
export interface References {
  /** @throws RangeError when the host has no memory for it */
  demand(planned: PlannedCase, gate: Gate): Demand;
}

/** References older than the latest of this total size are forgotten. */
const cacheBytes = 256 * 2 ** 20;

/** Keeps the demands used last, up to `cacheBytes` and always one. */
export function createReferences(tunables: Tunables): References {
  const cached = new Map<string, Demand>();
  return {
    demand: ({ problem, record }, gate) => {
      const key = `${record.operation}:${record.problem};${record.dataType} ${gate.name}`;
      const demand = cached.get(key) ?? gate.demand(problem, record.dataType, tunables);
      cached.delete(key);
      cached.set(key, demand);
      let total = cached.values().reduce((sum, each) => sum + bytesOf(each), 0);
      for (const [oldest, each] of cached) {
        if (total <= cacheBytes || oldest === key) break;
        cached.delete(oldest);
        total -= bytesOf(each);
      }
      return demand;
    },
  };
}

const numberBytes = 8;

function bytesOf({ expectations }: Demand): number {
  return expectations.reduce((sum, { selection, expected, rounding }) => {
    const indices = selection.kind === 'elements' ? selection.indices.length * numberBytes : 0;
    return sum + indices + expected.byteLength + (rounding?.magnitudes.byteLength ?? 0);
  }, 0);
}
