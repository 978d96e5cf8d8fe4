import {
  type CaseRecord,
  type KernelVariant,
  noCaseBudgetMs,
  rateUnits,
  type Tunables,
  workOf,
} from '@stackbench/model';
import { gatesOf, type PlannedCase } from '../plan.ts';
import { failed, type Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import type { SeenSpeed } from './history.ts';

/** Repetitions besides the samples and those of the gates: one more to warm up. */
const extraRepetitions = 1;

/** Device time of one repetition, and the run that it is judged by. */
interface Prediction {
  repetitionNs: number;
  basis: SeenSpeed;
  /** How many times faster than its basis the variant is granted to be. */
  speedup: number;
}

/**
 * What one repetition of `variant` will take: by its own run on a smaller problem, or else by the
 * fastest variant so far and a benefit of the doubt. Null when nothing ran before.
 */
export function predictRepetition(
  { history, tunables }: Pick<LaunchContext, 'history' | 'tunables'>,
  planned: PlannedCase,
  variant: string,
): Prediction | null {
  const own = history.own(planned, variant);
  const basis = own ?? history.fastest(planned);
  if (basis === undefined) return null;
  const speedup = own === undefined ? tunables.unseenSpeedup : 1;
  const scale = workOf(planned.record) / basis.work / speedup;
  return { repetitionNs: scale * basis.repetitionNs, basis, speedup };
}

/** Why `variant` would overrun the budget of a case; null when it would not, or nobody knows. */
export function predictOverrun(
  { history, stack, tunables }: Pick<LaunchContext, 'history' | 'stack' | 'tunables'>,
  planned: PlannedCase,
  variant: KernelVariant,
  state: 'planned' | 'built' = 'planned',
): Failed | null {
  if (planned.hardwareOnly && stack.software && tunables.caseBudgetMs < noCaseBudgetMs) {
    return failed(
      'skipped',
      'Its suite has it for hardware alone. Measure it on a CPU with --force, or by its whole id.',
    );
  }
  const build =
    stack.software && state === 'planned' ? predictSoftwareBuild(variant, tunables) : null;
  const buildMs = build?.ms ?? 0;
  const prediction = predictRepetition({ history, tunables }, planned, variant.name);
  const repetitionMs = (prediction?.repetitionNs ?? 0) / 1e6;
  const runMs = prediction === null ? 0 : predictRunMs(planned, repetitionMs, tunables);
  const { caseBudgetMs, sampleTimeoutMs } = tunables;
  // What runs already is not given up for less than a sample may take.
  const budgetMs = state === 'built' ? Math.max(caseBudgetMs, sampleTimeoutMs) : caseBudgetMs;
  if (buildMs + runMs <= budgetMs) return null;
  const seconds = Math.ceil((buildMs + runMs) / 1000);
  const ground = build?.ground ?? describeBasis(prediction!, planned.record);
  return failed(
    'skipped',
    `Predicted to need ${seconds} s: ${ground}. ` +
      `The budget of a case is ${budgetMs / 1000} s. ` +
      `Measure it with --case-budget ${seconds + 1}, or everything with --force.`,
  );
}

/** Device time of a case, its verification included, of which a repetition takes so long. */
export function predictRunMs(
  planned: PlannedCase,
  repetitionMs: number,
  { minDeviceMs }: Pick<Tunables, 'minDeviceMs'>,
): number {
  const besides = gatesOf(planned).length + extraRepetitions;
  return besides * repetitionMs + Math.max(repetitionMs, minDeviceMs);
}

/** What building takes on a device that computes on the CPU, and why, where that is long. */
function predictSoftwareBuild(
  { gpuTile, dataTypes }: KernelVariant,
  { softwareTileBuildMs, softwareCompileMs }: Tunables,
): { ms: number; ground: string } | null {
  if (dataTypes.compiled !== undefined) {
    return { ms: softwareCompileMs, ground: 'torch.compile takes seconds a shape on a CPU' };
  }
  return gpuTile === true
    ? {
        ms: softwareTileBuildMs,
        ground: 'a tile made for GPUs compiles for seconds on a software adapter',
      }
    : null;
}

function describeBasis({ basis, speedup }: Prediction, { work, problem }: CaseRecord): string {
  if (basis.problem === problem && speedup === 1) {
    return `a repetition took ${(basis.repetitionNs / 1e9).toPrecision(3)} s`;
  }
  // A unit of work a nanosecond is 10⁹ a second.
  const rate = `${(basis.work / basis.repetitionNs).toPrecision(3)} G${rateUnits[work]}`;
  const granted = speedup === 1 ? '' : `, and even ${speedup} times that is too slow`;
  return `${basis.variant} reached ${rate} on ${basis.problem}${granted}`;
}
