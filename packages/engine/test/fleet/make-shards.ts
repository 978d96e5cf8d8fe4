import { join } from 'node:path';
import { type Header, type Machine, type Matrix, type Outcome, shardFile } from '@stackbench/model';
import { createHeader, createRunFile } from '../../src/index.ts';
import { fakeDriver } from '../fake/fake-stack.ts';

export interface MadeShard {
  /** Of its cases, as the matrix has them. */
  node?: string;
  probeNs?: readonly number[];
  machineToken?: string;
  cpu?: string;
  /** How many of its outcomes are there; all, and a footer, unless it is said. */
  cutAfter?: number;
  /** Where it lies, if not where it belongs. */
  file?: string;
}

/** Of a machine that nobody has. */
export const madeUpMachine: Machine = {
  platform: 'linux',
  arch: 'x64',
  osVersion: '6.1',
  cpu: 'a processor',
  cpuCount: 2,
  memoryBytes: 2 ** 34,
  nvidiaDriver: null,
};

/** The header that a node writes for a shard. */
export function makeShardHeader(
  matrix: Matrix,
  index: number,
  {
    node,
    probeNs,
    machine,
    machineToken,
  }: Pick<MadeShard, 'machineToken'> & {
    node: string;
    probeNs: readonly number[];
    machine: Machine;
  },
): Header {
  const { matrixId, shards, suite, rounds, tunables, stacks } = matrix;
  const ids = new Set(shards[index]!.cases);
  const cases = matrix.cases.filter(({ id }) => ids.has(id));
  return createHeader(
    {
      suite,
      rounds,
      tunables,
      stacks: stacks.map((stack) => ({ stack, driver: fakeDriver({}) })),
      cases: cases.map((record) => ({ record }) as never),
    },
    {
      argv: ['run', '--plan', 'matrix.json', '--shard', String(index)],
      startedAt: new Date('2026-11-26T13:00:00Z'),
      commit: null,
      dirty: null,
      version: '0.1.0',
      machine,
      fleet: {
        matrixId,
        shard: index,
        shards: shards.length,
        nodeToken: node.padStart(12, '0'),
        ...(machineToken === undefined ? {} : { machineToken }),
        probeNs: [...probeNs],
      },
    },
  );
}

/** Writes the file of a shard that nobody measured: its outcomes are MADE UP. */
export async function makeShard(
  matrix: Matrix,
  index: number,
  folder: string,
  { node = 'a', probeNs = [], cpu = madeUpMachine.cpu, cutAfter, file, ...more }: MadeShard = {},
): Promise<string> {
  const header = makeShardHeader(matrix, index, {
    node,
    probeNs,
    ...more,
    machine: { ...madeUpMachine, cpu },
  });
  const path = file ?? join(folder, shardFile(matrix.matrixId, index));
  const written = await createRunFile(path, header);
  for (const outcome of outcomesOf(header).slice(0, cutAfter)) await written.append(outcome);
  if (cutAfter === undefined) written.finish(new Date('2026-11-26T14:00:00Z'));
  written.close();
  return written.path;
}

function outcomesOf({ rounds, stacks, cases }: Header) {
  return Array.from({ length: rounds }, (_, round) =>
    stacks.flatMap(({ id: stack }) =>
      cases.map(({ id }): Outcome => ({
        case: id,
        stack,
        round,
        status: 'skipped',
        reason: 'It is made up.',
      })),
    ),
  ).flat();
}
