import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { CompilesWith } from '@stackbench/model';
import { findExecutable, isExecutable, readToolkitVersion, resolveLinks } from '@stackbench/stacks';
import type { Environment } from '@stackbench/workers';

/**
 * The toolkit that an extension of torch is compiled with in an environment, by the order of
 * torch.utils.cpp_extension: the variables, nvcc on PATH, the usual folder. Null: none, so that it cannot be.
 */
export function findCompilesWith(
  env: Environment,
  usualFolder = '/usr/local/cuda',
): CompilesWith | null {
  const named = (['CUDA_HOME', 'CUDA_PATH'] as const).find((name) => (env[name] ?? '') !== '');
  if (named !== undefined) return describe(env[named]!, named);
  const nvcc = findExecutable(['nvcc'], env);
  if (nvcc !== null) return describe(dirname(dirname(nvcc)), 'nvcc on PATH');
  return existsSync(usualFolder) ? describe(usualFolder, usualFolder) : null;
}

function describe(prefix: string, foundBy: string): CompilesWith {
  return {
    prefix,
    version: readToolkitVersion(resolveLinks(prefix), null),
    foundBy,
    hasNvcc: isExecutable(join(prefix, 'bin', nvccName)),
  };
}

const nvccName = process.platform === 'win32' ? 'nvcc.exe' : 'nvcc';
