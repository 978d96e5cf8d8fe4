import type { KernelPass, ProgramPass } from '@stackbench/model';

/** A pass of a program from one of a plan: its numbers as they are, beside the source assembled for it. */
export function sourcePass(
  { label, grid, block, tensors, scalars }: KernelPass,
  entry: string,
  source: Omit<Extract<ProgramPass['module'], { kind: 'source' }>, 'kind'>,
): ProgramPass {
  return {
    label,
    module: { kind: 'source', ...source },
    entry,
    grid: [...grid],
    block: [...block],
    tensors: [...tensors],
    scalars: [...scalars],
  };
}
