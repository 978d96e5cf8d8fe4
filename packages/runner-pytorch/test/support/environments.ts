import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@stackbench/stacks';
import { runTool } from '@stackbench/workers';

/** A real environment with torch, made by this package's install-environments or by the system. */
export interface RealEnvironment {
  name: string;
  prefix: string;
  python: string;
  /** Why tests of it are skipped; null when they are not. */
  missing: string | null;
}

const own = join(cacheFolder(), 'environments');

function installed(name: string): RealEnvironment {
  const prefix = join(own, name, name);
  const python = join(prefix, 'bin/python');
  const missing = existsSync(python)
    ? null
    : `no environment ${name}: run \`pnpm --filter @stackbench/runner-pytorch install-environments\``;
  return { name, prefix, python, missing };
}

async function system(): Promise<RealEnvironment> {
  const python = '/usr/bin/python3';
  const found = await runTool(python, ['-c', 'import torch'], { timeoutMs: 30_000 });
  return {
    name: 'system',
    prefix: '/usr',
    python,
    missing: found.ok ? null : "the system's Python has no torch: apt-get install python3-torch",
  };
}

/** PyTorch's own current wheels in a venv. */
export const venv = installed('venv-torch');
/** torch 1.13 for CUDA 11.7 as a conda package. */
export const condaPackage = installed('conda-torch');
/** PyTorch's wheels, installed by pip inside a conda environment. */
export const condaPip = installed('conda-pip');
export const systemPython = await system();
