import type { Clock, Fill, GateResult, KernelVariant, Verification } from '@stackbench/model';
import { z } from 'zod';
import { gatesOf, type PlannedCase } from '../plan.ts';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { askGate, judgeOutputs, wrongResult } from './judge-outputs.ts';
import { predictOverrun } from './predict.ts';
import { prepareTimeoutMs } from './prepare-timeout.ts';
import { sampleTimeoutMs } from './sample-timeout.ts';
import { isTimed, takeSamples, type TimedSample } from './take-samples.ts';

export interface VerifiedCase {
  ok: true;
  verification: Verification;
  /** One repetition for each gate; the first of them is the first execution. */
  runs: [TimedSample, ...TimedSample[]];
}

/**
 * Runs the built case on the inputs of each gate and judges its outputs, up to the first that
 * fails; leaves the inputs of the last gate in place. Outputs and workspaces hold NaN before the first
 * gate, and before the next what the one before has left there: a kernel that does not compute again
 * what is there already is found out, too.
 * The first repetition tells what nobody could predict: a case that would overrun its budget goes no further.
 */
export async function verifyCase(
  launch: LaunchContext,
  planned: PlannedCase,
  variant: KernelVariant,
  clock: Clock,
): Promise<VerifiedCase | FailedCase> {
  launch.onPhase('verify');
  const runs: TimedSample[] = [];
  const gates: GateResult[] = [];
  for (const gate of gatesOf(planned)) {
    const asked = askGate(launch.references, planned, gate);
    if (!asked.ok) return asked;
    const { fill, expectations } = asked.demand;
    if (expectations.length === 0) continue;
    const filled = await fillTensors(launch, planned, { fill, keepOutputs: runs.length > 0 });
    if (!filled.ok) return filled;
    const timeoutMs = sampleTimeoutMs(launch, planned, variant);
    const run = await takeSamples(launch, clock, {
      count: 1,
      repetitions: 1,
      timeoutMs,
      isCall: true,
    });
    if (!run.ok) return run;
    const [sample] = run.samples;
    runs.push(sample);
    if (isTimed(sample)) launch.history.noteSpeed(planned, variant.name, sample.deviceNs);
    const judged = await judgeOutputs(launch, planned, gate, asked.demand);
    if (!judged.ok) return judged;
    gates.push(...judged.gates);
    const wrong = judged.gates.find(({ passed }) => !passed);
    if (wrong !== undefined) return wrongResult(planned, wrong, gates);
    const overrun = runs.length === 1 ? predictOverrun(launch, planned, variant, 'built') : null;
    if (overrun !== null) return { ...overrun, verification: { gates } };
  }
  const [first, ...others] = runs;
  if (first === undefined) throw new Error(`${planned.operation.name} has no gates`);
  return { ok: true, verification: { gates }, runs: [first, ...others] };
}

function fillTensors(
  { session, tunables }: LaunchContext,
  planned: PlannedCase,
  filling: { fill: Fill; keepOutputs: boolean },
) {
  const request = { do: 'fill' as const, ...filling };
  return session.ask(request, z.json(), prepareTimeoutMs(tunables, planned));
}
