import { loadCatalog } from '@stackbench/kernels';
import { select, takesAll } from '../../../../kernels/test/support/matrix.ts';
import type { EmulationOptions } from '../../emulation/emulated-runner.ts';
import type { EmulableKernel } from './emulation.ts';

/** Blocks and threads may run in any of them. */
const orders = ['forward', 'reverse', 'shuffled'] as const;

/** Problems of an operation, and which of them a kernel is to meet at the least. */
export interface ProblemList {
  operation: string;
  problems: readonly string[];
  /** What each kernel meets once: whole tiles, tiles that are cut off. */
  sizesOf(problem: string): readonly string[];
  /** What the kernels meet besides that the address sanitizer watches: options, how extents lie beside those of tiles. */
  detailsOf(problem: string): readonly string[];
}

/** One case of a sweep. */
export interface SweptCase {
  kernel: EmulableKernel;
  problem: string;
  order: (typeof orders)[number];
  sanitizer: NonNullable<EmulationOptions['sanitizer']>;
}

const { operations } = await loadCatalog();

/**
 * Which problems each kernel is tried at. In `pnpm test:matrix` it is each that it serves in each order. Else it is as many as have
 * all that {@link ProblemList} tells of them. Of the kernels that share a source, and are watched, the last, whose tiles are the
 * smallest, meets all details, and each way to compile it. The problems of a variant are dealt out over the orders.
 */
export function planSweep(kernels: readonly EmulableKernel[], list: ProblemList): SweptCase[] {
  const served = kernels.map((kernel) => {
    const sanitizer = sanitizerOf(kernel, kernels);
    const problems = servedProblems(kernel, list);
    return { kernel, sanitizer, problems, key: `${kernel.dataType} ${problems[0]?.sources}` };
  });
  const dealt = new Map<string, number>();
  return served.flatMap(({ kernel, sanitizer, problems, key }) => {
    const last = served.findLast((other) => other.key === key)!.kernel;
    const hasDetails = sanitizer === 'address' && kernel === last;
    const taken = select(problems, ({ problem, build }) => [
      ...list.sizesOf(problem),
      ...(hasDetails ? [build, ...list.detailsOf(problem)] : []),
    ]);
    return taken.flatMap(({ problem }) => {
      const at = dealt.get(kernel.variant) ?? 0;
      dealt.set(kernel.variant, at + 1);
      const own = takesAll ? orders : [orders[at % orders.length]!];
      return own.map((order) => ({ kernel, problem, order, sanitizer }));
    });
  });
}

/** A problem that a kernel serves. */
interface ServedProblem {
  problem: string;
  /** Of all passes. */
  sources: string;
  /** Constants of all passes: each combination is compiled anew. */
  build: string;
}

export function servedProblems(
  { variant: name, dataType }: EmulableKernel,
  { operation: operationName, problems }: Pick<ProblemList, 'operation' | 'problems'>,
): ServedProblem[] {
  const { operation, variants } = operations.get(operationName)!;
  const variant = variants.find((each) => each.name === name)!;
  return problems.flatMap((problem) => {
    const plan = variant.plan(operation.parseProblem(problem), dataType);
    if ('unsupported' in plan) return [];
    const sources = plan.passes.map(({ source }) => source).join(' ');
    const build = JSON.stringify(plan.passes.map(({ constants }) => constants));
    return [{ problem, sources, build }];
  });
}

/**
 * Compiled for the sanitizer, a kernel takes five times as long to compile. Bounds are the same in each type, and
 * vectors of f32 are the widest. Where a source has no f32, chunks of 16 bytes hold other numbers of elements of TF32 and of
 * 16 bits. f16 and bf16 differ in what their bits mean, and in nothing else.
 */
function sanitizerOf(
  { variant, dataType }: EmulableKernel,
  kernels: readonly EmulableKernel[],
): SweptCase['sanitizer'] {
  const hasSingle = kernels.some((other) => other.variant === variant && other.dataType === 'f32');
  const isWatched = hasSingle ? dataType === 'f32' : dataType !== 'f16';
  return isWatched ? 'address' : 'none';
}
