import { installation } from '@stackbench/installation';
import { loadCatalog } from '@stackbench/kernels';
import { BenchError } from '@stackbench/model';
import { escapeControl } from '@stackbench/report';
import type { Given } from '../../arguments/option.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { shortenPath } from '../../user-paths.ts';
import type { Context } from '../command.ts';
import { beginVariant } from './begin-variant.ts';

/** `pnpm bench kernel new OPERATION VARIANT` */
export async function executeKernelCommand(given: Given, { terminal }: Context): Promise<ExitCode> {
  const [action, operation, name] = given.operands;
  if (action !== 'new' || operation === undefined || name === undefined) {
    throw new BenchError('kernel begins a variant: it needs an operation and a name', {
      fix: "Type 'pnpm bench kernel new gemm my-variant'.",
    });
  }
  if (installation.kind !== 'checkout') {
    throw new BenchError('This copy of stackbench has its kernels compiled: none can be added', {
      fix: 'Clone the repository, and begin the kernel there.',
    });
  }
  const { folder, files, template, edgeProblem } = await beginVariant(
    await loadCatalog(),
    operation,
    name,
  );
  const id = `'${operation}/${name}:${edgeProblem};f32'`;
  terminal.out.write(
    [
      `${escapeControl(shortenPath(folder))}: ${files.join(', ')}, a copy of ${template} to begin from.`,
      '',
      `At an odd size        pnpm bench --case ${id}`,
      `CUDA without a GPU    pnpm bench --stack cuda:emulated --case ${id}`,
      `Beside the others     pnpm bench --case '${operation}/{${name},best,library}'`,
      `Its tests alone       pnpm vitest run packages/runner-webgpu/test/kernels -t '${operation}/${name}'`,
      '',
    ].join('\n'),
  );
  return exitCodes.done;
}
