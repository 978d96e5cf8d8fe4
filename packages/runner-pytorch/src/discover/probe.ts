import { join } from 'node:path';
import type { Problem } from '@stackbench/stacks';
import { type Environment, runTool, type ToolOptions } from '@stackbench/workers';
import { z } from 'zod';

const torchSchema = z.object({
  /** `torch/__init__.py` */
  file: z.string().optional(),
  /** `2.15.0+cu132`; null where its files do not say. */
  version: z.string().nullable(),
  /** The CUDA that it was built for: `13.2`; null for a build without. */
  cuda: z.string().nullish(),
  /** The ROCm that it was built for. */
  hip: z.string().nullish(),
  /** `pip`, `conda`, `dpkg`; null where none of them knows it. */
  installedBy: z.string().nullish(),
  /** Others that claim the same files. */
  alsoInstalledBy: z.array(z.string()).optional(),
  /** conda's build string: `py3.11_cuda11.7_cudnn8.5.0_0`. */
  build: z.string().nullish(),
  /** Its binaries are those of another Python's torch. */
  isForAnother: z.boolean().default(false),
  /** Why its files alone do not vouch for it; empty: they do. */
  doubts: z.array(z.string()),
});
export type FoundTorch = z.infer<typeof torchSchema>;

const probeSchema = z.object({
  stackbenchProbe: z.literal(1),
  pythonVersion: z.string(),
  /** `true`: there is one, but this Python is too old to look into it. */
  torch: z.union([torchSchema, z.literal(true), z.null()]),
});
export type Probe = z.infer<typeof probeSchema>;

const worker = join(import.meta.dirname, '../../worker');

/** Asks an interpreter what it is and which torch it has; torch is not imported for that. Never rejects. */
export async function probeInterpreter(
  interpreter: string,
  env: Environment,
  { timeoutMs, signal }: Pick<ToolOptions, 'timeoutMs' | 'signal'>,
): Promise<{ ok: true; probe: Probe } | { ok: false; problem: Problem }> {
  const result = await runTool(interpreter, ['-B', worker, '--probe'], { timeoutMs, signal, env });
  const probe = result.ok ? parseProbe(result.stdout) : null;
  if (probe !== null) return { ok: true, probe };
  const what = result.ok ? 'says nothing that makes sense' : result.reason;
  const [last = ''] = result.stderr.trim().split('\n').slice(-1);
  return {
    ok: false,
    problem: {
      reason: `Its Python ${what}.${last === '' ? '' : ` It says: ${last.slice(0, 300)}`}`,
      fix: 'Start its Python by hand; make the environment anew, or remove it.',
    },
  };
}

/** The probe's line is the last; what an environment prints of its own stands before it. */
function parseProbe(said: string): Probe | null {
  for (const line of said.trimEnd().split('\n').toReversed()) {
    if (!line.includes('stackbenchProbe')) continue;
    try {
      return probeSchema.parse(JSON.parse(line));
    } catch {
      return null;
    }
  }
  return null;
}
