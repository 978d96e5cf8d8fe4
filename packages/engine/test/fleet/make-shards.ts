import { join } from 'node:path';
import { type Matrix, type Outcome, type Run, shardFile } from '@stackbench/model';
import { createHeader, createRunFile } from '../../src/index.ts';
import { fakeDriver } from '../fake/fake-stack.ts';

export interface MadeShard {
  /** Of its cases, as the matrix has them. */
  node?: string;
  probeNs?: readonly number[];
  cpu?: string;
  /** How many of its outcomes are there; all, and a footer, unless it is said. */
  cutAfter?: number;
  /** Where it lies, if not where it belongs. */
  file?: string;
}

/** Writes the file of a shard that nobody measured: its outcomes are MADE UP. */
export async function makeShard(
  matrix: Matrix,
  index: number,
  folder: string,
  { node = 'a', probeNs = [], cpu = 'a processor', cutAfter, file }: MadeShard = {},
): Promise<string> {
  const { matrixId, shards, suite, rounds, tunables, stacks } = matrix;
  const ids = new Set(shards[index]!.cases);
  const cases = matrix.cases.filter(({ id }) => ids.has(id));
  const header = createHeader(
    {
      suite,
      rounds,
      tunables,
      stacks: stacks.map((stack) => ({ stack, driver: fakeDriver({}) })),
      cases: cases.map((record) => ({ record }) as never),
    },
    {
      argv: [],
      startedAt: new Date('2026-11-26T13:00:00Z'),
      commit: null,
      dirty: null,
      version: '0.1.0',
      machine: {
        platform: 'linux',
        arch: 'x64',
        osVersion: '6.1',
        cpu,
        cpuCount: 2,
        memoryBytes: 2 ** 34,
        nvidiaDriver: null,
      },
      fleet: {
        matrixId,
        shard: index,
        shards: shards.length,
        nodeToken: node.padStart(12, '0'),
        probeNs: [...probeNs],
      },
    },
  );
  const written = await createRunFile(file ?? join(folder, shardFile(matrixId, index)), header);
  const outcomes = outcomesOf({ rounds, stacks, cases });
  for (const outcome of outcomes.slice(0, cutAfter)) await written.append(outcome);
  if (cutAfter === undefined) written.finish(new Date('2026-11-26T14:00:00Z'));
  written.close();
  return written.path;
}

function outcomesOf({ rounds, stacks, cases }: Pick<Run['header'], 'rounds' | 'stacks' | 'cases'>) {
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
