import { BenchError, type KernelVariant, type Outcome } from '@stackbench/model';
import { digestProgram } from '@stackbench/programs';
import type { RunnableStack } from '@stackbench/workers';
import { bestVariant, type PlannedCase, type RunPlan } from '../plan.ts';
import { programRequest } from '../program-request.ts';
import { byMaskedId } from './masked-ids.ts';

/**
 * Sees that every program that was measured is made again as it was.
 * @throws BenchError naming the first that is not
 */
export async function checkPrograms(plan: RunPlan, outcomes: readonly Outcome[]): Promise<void> {
  const stacks = await byMaskedId(plan.stacks);
  const cases = new Map(plan.cases.map((planned) => [planned.record.id, planned]));
  const seen = new Set<string>();
  for (const outcome of outcomes) {
    const { programDigest, case: id } = outcome;
    const [runnable, planned] = [stacks.get(outcome.stack), cases.get(id)];
    if (programDigest === undefined || runnable === undefined || planned === undefined) continue;
    const variant = measuredVariant(outcome, planned);
    const key = JSON.stringify([outcome.stack, id, variant?.name, programDigest]);
    if (variant === undefined || seen.has(key)) continue;
    seen.add(key);
    if ((await digestNow(runnable, planned, variant)) === programDigest) continue;
    throw new BenchError(
      `The run cannot be resumed: what ${id} runs on ${outcome.stack} has changed since it was measured`,
      { fix: 'Undo the change to its sources to go on with it, or start a new run.' },
    );
  }
}

/** Undefined where `best` failed, or the variant is gone. */
function measuredVariant(
  outcome: Outcome,
  { candidates, record }: PlannedCase,
): KernelVariant | undefined {
  const chosen = outcome.status === 'ok' ? outcome.chosenVariant : undefined;
  const name = record.variant === bestVariant ? chosen : record.variant;
  return candidates.find((variant) => variant.name === name);
}

/** Null where it cannot be built any more. */
async function digestNow(
  { stack, driver }: RunnableStack,
  planned: PlannedCase,
  variant: KernelVariant,
): Promise<string | null> {
  const request = programRequest(planned, variant, stack);
  if ('unsupported' in request) return null;
  try {
    const program = await driver.program(request);
    return 'unsupported' in program ? null : digestProgram(program, stack.facts);
  } catch (error) {
    if (error instanceof BenchError) return null;
    throw error;
  }
}
