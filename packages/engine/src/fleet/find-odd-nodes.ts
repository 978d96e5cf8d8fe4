import type { Machine } from '@stackbench/model';
import { median, runDeviation } from '@stackbench/statistics';

/** What a node showed of itself over all its shards. */
export interface NodeEvidence {
  token: string;
  /** Times of the probe, a launch each. */
  probeNs: readonly number[];
  machine: Machine;
  /** Nodes with the same one are one machine; undefined where it is not told. */
  machineToken?: string | undefined;
}

/** By token, the other nodes that are the same machine, where there are any. */
export function findShared(nodes: readonly NodeEvidence[]): Map<string, readonly string[]> {
  const told = nodes.filter(({ machineToken }) => machineToken !== undefined);
  const machines = Map.groupBy(told, ({ machineToken }) => machineToken);
  return new Map(
    [...machines.values()]
      .filter(({ length }) => length > 1)
      .flatMap((same) =>
        same.map(({ token }) => {
          const others = same.flatMap((each) => (each.token === token ? [] : each.token));
          return [token, others] as const;
        }),
      ),
  );
}

/** So many standard deviations off, of ten thousand nodes that are alike fewer than one is. */
const oddDeviations = 4;

/**
 * How nodes differ from the others, for people, by token: those alike take the same time for the probe, as far as
 * runs of one machine do, and have the same hardware. Of two, the slower is named. Nodes that share a machine are left out
 * of the times: the probe of one runs beside the shard of another.
 */
export function findOddNodes(nodes: readonly NodeEvidence[]): Map<string, string> {
  const usual = usualOf(nodes);
  const shared = findShared(nodes);
  const apart = nodes.filter(({ token }) => !shared.has(token));
  const noise = launchNoise(apart);
  const medians = new Map(
    apart.flatMap(({ token, probeNs }) =>
      probeNs.length === 0 ? [] : [[token, Math.log(median([...probeNs]))] as const],
    ),
  );
  const sorted = [...medians.values()].toSorted((a, b) => a - b);
  return new Map(
    nodes.flatMap(({ token, probeNs, machine }) => {
      const own = medians.get(token);
      const differs = describeMachine(machine, usual);
      const slower =
        own === undefined || sorted.length < 2
          ? null
          : describeTime(own - medianWithout(sorted, own), {
              others: sorted.length - 1,
              margin:
                oddDeviations *
                Math.hypot(Math.log1p(runDeviation), noise / Math.sqrt(probeNs.length)),
            });
      const parts = [slower, differs].filter((part) => part !== null);
      return parts.length === 0 ? [] : [[token, parts.join('; ')] as const];
    }),
  );
}

/** `it takes 1.4× the time of the other 3 nodes for the probe` */
function describeTime(
  excess: number,
  { others, margin }: { others: number; margin: number },
): string | null {
  if (Math.abs(excess) <= margin || (others === 1 && excess < 0)) return null;
  const times = Number(Math.exp(excess).toPrecision(3));
  return `it takes ${times}× the time of the other ${others === 1 ? 'node' : `${others} nodes`} for the probe`;
}

/** The median of ascending `values` but for one that is `own`. */
function medianWithout(values: readonly number[], own: number): number {
  const at = values.indexOf(own);
  const count = values.length - 1;
  const valueAt = (place: number) => values[place < at ? place : place + 1] ?? own;
  const middle = Math.floor(count / 2);
  return count % 2 === 1 ? valueAt(middle) : (valueAt(middle - 1) + valueAt(middle)) / 2;
}

/** How launches of one node scatter, in logarithms: of the middling node, so that an odd one hides nothing. */
function launchNoise(nodes: readonly NodeEvidence[]): number {
  const deviations = nodes.flatMap(({ probeNs }) => {
    if (probeNs.length < 2) return [];
    const logs = probeNs.map(Math.log);
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const squares = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return [Math.sqrt(squares / (logs.length - 1))];
  });
  return deviations.length === 0 ? 0 : median(deviations);
}

const compared = {
  cpu: 'processor',
  cpuCount: 'number of processors',
  arch: 'architecture',
  nvidiaDriver: 'NVIDIA driver',
} as const satisfies Partial<Record<keyof Machine, string>>;

/** What most nodes have. */
function usualOf(nodes: readonly NodeEvidence[]): Partial<Machine> {
  return Object.fromEntries(
    Object.keys(compared).map((name) => {
      const counts = Map.groupBy(nodes, ({ machine }) => machine[name as keyof Machine]);
      const [most] = [...counts].toSorted(([, a], [, b]) => b.length - a.length);
      return [name, most?.[0]];
    }),
  );
}

function describeMachine(machine: Machine, usual: Partial<Machine>): string | null {
  const parts = Object.entries(compared).flatMap(([name, label]) => {
    const key = name as keyof typeof compared;
    return machine[key] === usual[key]
      ? []
      : [`its ${label} is ${machine[key] ?? 'absent'}, and of most ${usual[key] ?? 'absent'}`];
  });
  return parts.length === 0 ? null : parts.join('; ');
}
