import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  BenchError,
  type CaseRecord,
  type Footer,
  type GatheredNode,
  type Header,
  type Machine,
  type Matrix,
  type RunLine,
  schemaVersion,
  shardFile,
  type Status,
} from '@stackbench/model';
import { makeFolder } from '../run-file/make-folder.ts';
import { type ReadRun, readRunLines } from '../run-file/read-run-file.ts';
import { type Lack, whyNotWhole } from './check-shard.ts';
import { findOddNodes, findShared, type NodeEvidence } from './find-odd-nodes.ts';

interface MissingShard extends Lack {
  index: number;
}

/** What came of gathering. */
export interface Gathering {
  /** Shards without a whole file, and why; nothing is written while there are any. */
  missing: readonly MissingShard[];
  /** What lies among the shards and is none of them. */
  strangers: readonly string[];
  nodes: readonly GatheredNode[];
  outcomes: number;
}

/**
 * Puts all shards of a matrix together as one run, one shard in memory at a time.
 * @param shards the folder that holds the matrix's
 * @param path of the run file; it is replaced where it is there
 * @param signal stops it before the next shard
 * @returns null where it was stopped: then nothing is written
 * @throws BenchError when it cannot be written
 */
export async function gatherShards(
  matrix: Matrix,
  shards: string,
  path: string,
  signal: AbortSignal,
): Promise<Gathering | null> {
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  const records = new Map(matrix.cases.map((record) => [record.id, record]));
  let descriptor: number | undefined;
  try {
    makeFolder(dirname(path));
    descriptor = openSync(beside, 'w');
    const missing: MissingShard[] = [];
    const nodes = new Map<string, Seen>();
    const counts: Footer['counts'] = {};
    let endedAt = matrix.createdAt;
    let outcomes = 0;
    for (const shard of matrix.shards) {
      if (signal.aborted) return null;
      const run = await readShard(join(shards, shardFile(matrix.matrixId, shard.index)));
      if (typeof run === 'string') {
        missing.push({ index: shard.index, reason: run, isForeign: false });
        continue;
      }
      const lack = whyNotWhole(matrix, shard, run, records);
      if (lack !== null) {
        missing.push({ index: shard.index, ...lack });
        continue;
      }
      // Without all of them there is no run, and the rest is only looked at.
      if (missing.length > 0) continue;
      if (outcomes === 0) write(descriptor, [lineOf(headerOf(matrix, records, run.header))]);
      write(
        descriptor,
        run.outcomes.map(({ line }) => line),
      );
      outcomes += run.outcomes.length;
      for (const { status } of run.outcomes) counts[status] = (counts[status] ?? 0) + 1;
      note(nodes, run.header);
      const ended = run.footer?.endedAt ?? endedAt;
      if (ended > endedAt) endedAt = ended;
    }
    const gathered = describeNodes(nodes);
    if (signal.aborted) return null;
    const strangers = findStrangers(matrix, join(shards, matrix.matrixId));
    if (missing.length === 0) {
      write(descriptor, [lineOf({ type: 'footer', endedAt, counts, nodes: gathered })]);
      renameSync(beside, path);
    }
    return { missing, strangers, nodes: gathered, outcomes };
  } catch (cause) {
    if (cause instanceof BenchError || (cause as NodeJS.ErrnoException).code === undefined) {
      throw cause;
    }
    throw new BenchError(`The run file ${path} cannot be written: ${(cause as Error).message}`, {
      cause,
      fix: 'Make room there, and make it writable; or copy shards/ to another folder, and name that with --results.',
    });
  } finally {
    if (descriptor !== undefined) {
      closeSync(descriptor);
      rmSync(beside, { force: true });
    }
  }
}

/** An outcome as it goes on into the run file: to write a million of them anew costs as much as to read them. */
interface OutcomeLine {
  status: Status;
  line: string;
}

/** The run in a file, or why there is none. */
async function readShard(path: string): Promise<ReadRun<OutcomeLine> | string> {
  try {
    return await readRunLines(path, {
      keep: (outcome, line) => ({
        status: outcome.status,
        line: line ?? lineOf({ type: 'outcome', ...outcome }),
      }),
    });
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
    return code === 'ENOENT' ? 'it has no file' : error.message;
  }
}

function headerOf(
  matrix: Matrix,
  records: ReadonlyMap<string, CaseRecord>,
  { machine }: Header,
): Header {
  const { matrixId, createdAt, argv, commit, dirty, stackbench, suite, rounds } = matrix;
  return {
    type: 'header',
    schemaVersion,
    runId: matrixId,
    startedAt: createdAt,
    argv,
    commit,
    dirty,
    version: stackbench,
    machine,
    suite,
    rounds,
    tunables: matrix.tunables,
    gathered: { caseCounts: matrix.shards.map(({ cases }) => cases.length) },
    stacks: matrix.stacks,
    cases: matrix.shards.flatMap(({ cases }) => cases.map((id) => records.get(id)!)),
  };
}

function lineOf(line: RunLine): string {
  return JSON.stringify(line);
}

function write(descriptor: number, lines: readonly string[]): void {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

interface Seen {
  machine: Machine;
  machineToken: string | undefined;
  shards: number[];
  probeNs: number[];
}

function note(nodes: Map<string, Seen>, { fleet, machine }: Header): void {
  if (fleet === undefined) return;
  const seen = nodes.get(fleet.nodeToken) ?? {
    machine,
    machineToken: fleet.machineToken,
    shards: [],
    probeNs: [],
  };
  seen.shards.push(fleet.shard);
  seen.probeNs.push(...fleet.probeNs);
  nodes.set(fleet.nodeToken, seen);
}

function describeNodes(nodes: ReadonlyMap<string, Seen>): GatheredNode[] {
  const evidence = [...nodes].map(([token, seen]): NodeEvidence => ({ token, ...seen }));
  const odd = findOddNodes(evidence);
  const machines = findShared(evidence);
  return [...nodes].map(([token, { shards }]) => {
    const how = odd.get(token);
    const shared = machines.get(token);
    return {
      token,
      shards,
      ...(shared === undefined ? {} : { sharesMachineWith: [...shared] }),
      ...(how === undefined ? {} : { odd: how }),
    };
  });
}

/** Run files that no shard goes by. */
function findStrangers({ shards }: Matrix, folder: string): string[] {
  const own = new Set(shards.map(({ index }) => `${index}.jsonl`));
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.jsonl') && !own.has(name));
  } catch {
    // Then every shard is missing.
    return [];
  }
}
