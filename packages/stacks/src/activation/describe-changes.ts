import { homedir } from 'node:os';
import { delimiter } from 'node:path';
import type { Environment } from '@stackbench/workers';
import type { Activation } from './activation.ts';

/** Variables that matter for speed, and for which libraries and compilers are used. */
const known = new RegExp(
  [
    '^(PATH$|LD_|DYLD_|LIBRARY_PATH$|CPATH$|C(PLUS)?_INCLUDE_PATH$',
    'CONDA_|MAMBA_|PIXI_|VIRTUAL_ENV|PYTHON',
    'CUDA|CUDNN|CUBLAS|NCCL|NVCC|NVIDIA|ROCM|HIP|HSA_',
    'TORCH|PYTORCH|TRITON|XLA_|TF_|ONEDNN|DNNL|MALLOC_',
    'OMP_|GOMP_|KMP_|MKL_|OPENBLAS_|BLIS_|VECLIB_|NUMEXPR_|TBB_',
    'GCC|GXX|CC$|CXX$|CPP$|LD$|C(XX|PP)?FLAGS$|LDFLAGS$)',
  ].join('|'),
  'i',
);
const secretName = /TOKEN|KEY|SECRET|PASS|CREDENTIAL|AUTH/i;
/** `https://user:password@host` */
const secretValue = /:\/\/[^/\s]*@/;

/**
 * What activation changed, as it may be published: of a list only what is new, `…` standing for what was
 * there; the home folder as `~`; values that could be anybody's secrets withheld, as `(set)`.
 */
export function describeChanges(
  changes: Activation['changes'],
  before: Environment,
  home: string = homedir(),
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      value === null ? '(removed)' : describeValue(name, value, before[name] ?? '', home),
    ]),
  );
}

function describeValue(name: string, value: string, old: string, home: string): string {
  if (!known.test(name) || secretName.test(name) || secretValue.test(value)) return '(set)';
  return hideHome(/PATH$|DIRS$/i.test(name) ? newEntries(value, old) : newWords(value, old), home);
}

/** `/new/bin:…` */
function newEntries(value: string, old: string): string {
  if (old === '') return value;
  const kept = new Set(old.split(delimiter));
  return value
    .split(delimiter)
    .map((entry) => (kept.has(entry) ? '…' : entry))
    .filter((entry, at, all) => entry !== '…' || all[at - 1] !== '…')
    .join(delimiter);
}

/** `-O2 …` */
function newWords(value: string, old: string): string {
  return old.trim() === '' ? value : value.replace(old.trim(), () => '…');
}

/** Wherever in a text the home folder is named. */
function hideHome(text: string, home: string): string {
  if (home === '' || home === '/') return text;
  return text
    .split(home)
    .reduce((before, after) => before + (/^$|^[^\w.-]/.test(after) ? '~' : home) + after);
}
