import { caseFromId, executeRun } from '@stackbench/engine';
import { loadCatalog } from '@stackbench/kernels';
import { type DataType, defaultTunables, noCaseBudgetMs, type Outcome } from '@stackbench/model';
import { cacheFolder } from '@stackbench/stacks';
import { buildWorker } from '../../emulation/build-worker.ts';
import { createEmulatedRunner, type EmulationOptions } from '../../emulation/emulated-runner.ts';
import { findHostCompiler } from '../../emulation/host-compiler.ts';

const catalog = await loadCatalog();

/** Why tests of the emulation are skipped; null when they are not. */
export async function missingCompiler(): Promise<string | null> {
  const compiler = await findHostCompiler(10_000);
  return 'missing' in compiler ? compiler.missing : null;
}

/** A variant with a CUDA source, in one of its types. */
export interface EmulableKernel {
  variant: string;
  dataType: DataType;
}

/** An operation's variants with a CUDA source that any sanitizer can watch: without the copy engine, each with each of its types. */
export function emulable(operation: string): EmulableKernel[] {
  const { variants } = catalog.operations.get(operation)!;
  return variants.flatMap(({ name, dataTypes, cudaArchitecture }) =>
    (dataTypes.cu ?? [])
      .filter((dataType) => cudaArchitecture?.[dataType]?.startsWith('sm_90a') !== true)
      .map((dataType) => ({ variant: name, dataType })),
  );
}

/** One repetition on each fill, and as little as the engine allows after that. */
const tunables = {
  ...defaultTunables,
  noCaseBudgetMs,
  warmupDeviceMs: 1e-6,
  minSampleMs: 1e-6,
  minSampleQuanta: 1e-3,
  minSamples: 1,
  minDeviceMs: 1e-6,
  maxDeviceMs: 1e-6,
  latencyCalls: 1,
  // It is slow, and slower where much else runs: nothing is told of speed here.
  caseBudgetMs: noCaseBudgetMs,
  prepareTimeoutMs: 300_000,
  randomGateElements: 64,
};

/**
 * The outcomes of cases, by their ids, on an emulated device.
 * @param tellsRagged whether the engine tries each build at a problem of odd extents of its own choice before
 */
export async function emulate(
  options: EmulationOptions,
  ids: readonly string[],
  tellsRagged = true,
): Promise<Outcome[]> {
  // What a right result hides, the address sanitizer sees.
  const { sanitizer = 'address' } = options;
  // Ahead of the runner, which gives a worker a minute to answer: where much else runs, building takes longer.
  const compiler = await findHostCompiler(10_000);
  if ('missing' in compiler) throw new Error(compiler.missing);
  await buildWorker(compiler, sanitizer, cacheFolder());
  const runner = createEmulatedRunner({ ...options, sanitizer });
  const [found] = await runner.discover({ timeoutMs: 10_000 });
  if (found?.driver == null) throw new Error(`nothing is emulated: ${found?.stack.reason}`);
  const cases = ids.map((id) => {
    const planned = caseFromId(catalog, id);
    if (tellsRagged) return planned;
    return { ...planned, operation: { ...planned.operation, edgeProblems: [] } };
  });
  return executeRun({ suite: 'test', cases, stacks: [found], rounds: 1, tunables });
}

/** What is not right: `id: status, reason`. A case that a variant rightly refuses is not among it. */
export function complaints(outcomes: readonly Outcome[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'ok' || outcome.status === 'unsupported'
      ? []
      : [`${outcome.case}: ${outcome.status}, ${outcome.reason}`],
  );
}
