import { join } from 'node:path';
import {
  type KernelJob,
  type KernelResources,
  reportOn,
  type ReportTools,
  type StaticReport,
} from '@stackbench/programs';
import { findExecutable, isExecutable } from '@stackbench/stacks';
import { type Environment, runTool, timeLimitMs } from '@stackbench/workers';
import type { CompiledKernel } from './compile-kernel.ts';

/** nvdisasm: the toolkit's own, or one on PATH; null where there is none. */
export function findDisassembler(prefix: string, env: Environment): string | null {
  const own = join(prefix, 'bin', 'nvdisasm');
  return isExecutable(own) ? own : findExecutable(['nvdisasm'], env);
}

/** What the machine code of a compiled kernel tells; less of it without a disassembler that reads it. */
export async function readReport(
  disassembler: string | null,
  job: KernelJob,
  { path }: CompiledKernel,
  resources: KernelResources,
  { countPasses, signal }: ReportTools & { signal: AbortSignal | undefined },
): Promise<StaticReport> {
  const passes = (await countPasses?.(job)) ?? null;
  if (disassembler === null) return reportOn(job, resources, null, passes);
  const said = await runTool(disassembler, ['-c', path], {
    timeoutMs: timeLimitMs('build'),
    signal,
  });
  return reportOn(job, resources, said.ok ? said.stdout : null, passes);
}
