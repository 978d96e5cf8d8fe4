import { join } from 'node:path';
import { type Problem, publishValue } from '@stackbench/stacks';
import {
  type Environment,
  printable,
  runTool,
  type ToolOptions,
  adviseLonger,
} from '@stackbench/workers';
import { z } from 'zod';
import { interpreterVariables, suspects } from '../interpreter-variables.ts';

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
  /** What leads to it where it is not of the environment or its base: `PYTHONPATH`, `PYTHONUSERBASE`, `user-site`. */
  broughtBy: z.string().nullish(),
  /** And there it stands before one that is. */
  shadows: z.boolean().optional(),
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

export type Probed = { ok: true; probe: Probe } | { ok: false; problem: Problem };
type ProbeOptions = Pick<ToolOptions, 'timeoutMs' | 'signal'>;

/** Asks an interpreter what it is and which torch it has; torch is not imported for that. Never rejects. */
export async function probeInterpreter(
  interpreter: string,
  env: Environment,
  options: ProbeOptions,
): Promise<Probed> {
  const said = await ask(interpreter, env, options);
  if (said.ok) return said;
  const cause = said.isOver ? await findCause(interpreter, env, options) : null;
  if (cause === null) {
    const fix = said.isHung
      ? `Start its Python by hand to see why. ${adviseLonger('discover')}`
      : 'Start its Python by hand; make the environment anew, or remove it.';
    return { ok: false, problem: { reason: `Its Python ${said.reason}`, fix } };
  }
  const value = publishValue(cause, env[cause] ?? '').slice(0, 200);
  return {
    ok: false,
    problem: {
      reason: `${cause} is '${value}', with which its Python ${said.reason}`,
      fix: `Unset ${cause}, without which it works.`,
    },
  };
}

/** The probe; or what the interpreter did instead, and whether it came to an end by itself. */
async function ask(
  interpreter: string,
  env: Environment,
  options: ProbeOptions,
): Promise<
  { ok: true; probe: Probe } | { ok: false; isOver: boolean; isHung: boolean; reason: string }
> {
  const args = ['-B', worker, '--probe'];
  const result = await runTool(interpreter, args, { ...options, env: interpreterVariables(env) });
  const probe = result.ok ? parseProbe(result.stdout) : null;
  if (probe !== null) return { ok: true, probe };
  const what = result.ok ? 'says nothing that makes sense' : result.reason;
  const [last = ''] = printable(result.stderr).trim().split('\n').slice(-1);
  return {
    ok: false,
    isHung: !result.ok && result.timedOut === true,
    isOver: result.ok || /^(ended|was ended)/.test(result.reason),
    reason: `${what}.${last === '' ? '' : ` It says: ${last.slice(0, 300)}`}`,
  };
}

/** The variable without which it works; null where there is none. */
async function findCause(
  interpreter: string,
  env: Environment,
  options: ProbeOptions,
): Promise<string | null> {
  for (const name of suspects(env)) {
    const { ok } = await ask(interpreter, { ...env, [name]: undefined }, options);
    if (ok) return name;
  }
  return null;
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
