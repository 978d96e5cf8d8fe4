import { globSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compilersCache } from '@stackbench/environments/install';
import { loadCatalog } from '@stackbench/kernels';
import { chooseTarget, kernelCasesOf, type KernelJob, listKernelJobs } from '@stackbench/programs';
import { runTool } from '@stackbench/workers';
import { nvrtcFlags } from '../../src/compile-options.ts';

/** Releases of CUDA whose NVRTC environments of PyTorch bring. */
export const nvrtcVersions = ['11.8', '12.0', '12.1', '12.4', '12.6', '12.8', '12.9', '13.0'];
/** GPUs that all of them know: A100, RTX 30, RTX 40, H100. */
export const capabilities = ['8.0', '8.6', '8.9', '9.0'];

const script = join(import.meta.dirname, 'compile_sources.py');
const compileTimeoutMs = 600_000;

const environmentOf = (version: string) =>
  join(compilersCache(), 'environments', `nvrtc-${version}`);

/** Where NVIDIA's wheels lie; undefined where they are not installed. */
function packagesOf(version: string): string | undefined {
  return globSync('*/lib/python*/site-packages/nvidia', { cwd: environmentOf(version) }).map(
    (path) => join(environmentOf(version), path),
  )[0];
}

/** Why this is not tested; null where it is. */
export const missingNvrtc: string | null = nvrtcVersions.every((version) => packagesOf(version))
  ? null
  : 'no NVRTC of each release: run `pnpm --filter @stackbench/runner-pytorch install-nvrtc`';

const catalog = await loadCatalog();
const cases = kernelCasesOf(catalog, catalog.suites.get('quick')!);

/** What the native stack would compile for with a toolkit of this release. */
export function targetOf(version: string, capability: string): string {
  const architectures = capabilities.map((each) => `sm_${each.replace('.', '')}`);
  return chooseTarget(capability, { version, architectures });
}

/** What a GPU should get compiled: each source in each way that the quick suite needs it. */
export function jobsFor(version: string, capability: string): Promise<KernelJob[]> {
  return listKernelJobs(catalog.root, cases, [targetOf(version, capability)]);
}

interface Compiled {
  /** What the worker compiles for. */
  target: string;
  /** `gemm/naive f32: error …`, where there is one. */
  complaints: string[];
}

/** What the NVRTC of a release says to sources. */
export async function compileBy(
  version: string,
  capability: string,
  jobs: readonly KernelJob[],
): Promise<Compiled> {
  const packages = packagesOf(version)!;
  const folder = await mkdtemp(join(tmpdir(), 'stackbench-nvrtc-'));
  try {
    const request = join(folder, 'request.json');
    const texts = jobs.map(({ text }) => text);
    const numbers = capability.split('.').map(Number);
    await writeFile(
      request,
      JSON.stringify({ packages, capability: numbers, flags: nvrtcFlags, texts }),
    );
    const python = join(packages, '../../../../bin/python');
    const said = await runTool(python, [script, request], { timeoutMs: compileTimeoutMs });
    if (!said.ok) throw new Error(`NVRTC ${version}: ${said.stderr}`);
    const { target, complaints } = JSON.parse(said.stdout) as {
      target: string;
      complaints: (string | null)[];
    };
    return {
      target,
      complaints: complaints.flatMap((complaint, at) =>
        complaint === null ? [] : [`${jobs[at]!.variant} ${jobs[at]!.dataType}: ${complaint}`],
      ),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
