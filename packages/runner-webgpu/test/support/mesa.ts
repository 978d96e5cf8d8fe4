import process from 'node:process';
import { type Description, readFact } from '@stackbench/model';
import { describeWorker, type WorkerCommand } from '@stackbench/workers';
import { mesaCandidates } from '../../src/discover/mesa-candidates.ts';

type Found = { ok: true; command: WorkerCommand } | { ok: false; reason: string };

/** LLVM spends minutes on the largest shaders otherwise; what they compute is the same. */
const quickly = { GALLIVM_PERF: 'nopt' };

const described = await Promise.all(
  mesaCandidates(process.env).map(async (candidate) => {
    const plain = candidate.command({ expectedAdapter: 'llvmpipe' });
    const command = { ...plain, env: { ...plain.env, ...quickly } };
    const answer = await describeWorker(command, { timeoutMs: 60_000 });
    return { command, features: answer.ok ? featuresOf(answer.description) : [] };
  }),
);

function featuresOf({ facts }: Description): readonly string[] {
  return readFact(facts, 'features') ?? [];
}

/**
 * dawn.node on the newest unpacked Mesa whose software adapter has a feature: its LLVM is ten times as quick with large shaders. Or
 * why there is none here.
 */
export function mesaWith(feature: string): Found {
  const found = described.findLast(({ features }) => features.includes(feature));
  if (found !== undefined) return { ok: true, command: found.command };
  const fix = 'pnpm --filter @stackbench/runner-webgpu run install-mesa';
  return { ok: false, reason: `no unpacked Mesa has ${feature}: ${fix}` };
}
