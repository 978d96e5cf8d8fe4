import type { GateResult } from '@stackbench/model';
import type { PlannedCase } from '../plan.ts';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { askGate, judgeOutputs, wrongResult } from './judge-outputs.ts';

/**
 * Judges what the last timed sample has left behind, by the gate whose inputs are in place. Its outputs and
 * workspaces held NaN before.
 */
export async function verifyTimed(
  launch: LaunchContext,
  planned: PlannedCase,
): Promise<{ ok: true; gates: GateResult[] } | FailedCase> {
  const gate = planned.operation.gates.at(-1)!;
  const asked = askGate(launch.references, planned, gate);
  if (!asked.ok) return asked;
  const judged = await judgeOutputs(launch, planned, gate, asked.demand);
  if (!judged.ok) return judged;
  const gates = judged.gates.map((result) => ({ ...result, timed: true }));
  const wrong = gates.find(({ passed }) => !passed);
  if (wrong === undefined) return { ok: true, gates };
  const failure = wrongResult(planned, wrong, gates);
  const reason = `Right at first, and wrong in what was timed. ${failure.reason}`;
  return { ...failure, reason };
}
