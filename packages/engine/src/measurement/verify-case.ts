import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  dataTypeTraits,
  type Demand,
  type Expectation,
  type Fill,
  type Gate,
  type GateResult,
  type Selection,
  type Verification,
} from '@stackbench/model';
import { failed, type Failed } from '@stackbench/workers';
import { z } from 'zod';
import type { PlannedCase } from '../plan.ts';
import { decodeElements, decodeSums } from '../verification/decode.ts';
import {
  describeElement,
  describeMismatch,
  describeSum,
} from '../verification/describe-element.ts';
import { judge } from '../verification/judge.ts';
import type { References } from '../verification/references.ts';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { type TimedSample, takeSamples } from './take-samples.ts';

export interface VerifiedCase {
  ok: true;
  verification: Verification;
  /** One repetition for each gate; the first of them is the first execution. */
  runs: [TimedSample, ...TimedSample[]];
}

/**
 * Runs the built case on the inputs of each gate and judges its outputs, up to the first that
 * fails; leaves the inputs of the last gate in place.
 */
export async function verifyCase(
  launch: LaunchContext,
  planned: PlannedCase,
  timeoutMs: number,
): Promise<VerifiedCase | FailedCase> {
  launch.onPhase('verify');
  const runs: TimedSample[] = [];
  const gates: GateResult[] = [];
  for (const gate of planned.operation.gates) {
    const asked = askGate(launch.references, planned, gate);
    if (!asked.ok) return asked;
    const run = await runOnce(launch, asked.demand.fill, timeoutMs);
    if (!run.ok) return run;
    runs.push(run.sample);
    for (const expectation of asked.demand.expectations) {
      const output = await readBack(launch, planned, expectation);
      if (!output.ok) return output;
      const result = judgeOutput(planned, gate, expectation, output.values);
      gates.push(result);
      if (!result.passed) return wrongResult(planned, result, gates);
    }
  }
  const [first, ...others] = runs;
  if (first === undefined) throw new Error(`${planned.operation.name} has no gates`);
  return { ok: true, verification: { gates }, runs: [first, ...others] };
}

function judgeOutput(
  { operation, problem }: PlannedCase,
  gate: Gate,
  expectation: Expectation,
  values: ArrayLike<number>,
): GateResult {
  const { output, selection } = expectation;
  const { shape } = findOutput(operation.tensors(problem).outputs, output);
  const finding = judge(expectation, values, (at, got, expected) =>
    describeMismatch(describePlace(shape, selection, at), got, expected),
  );
  return { gate: gate.name, output, ...finding };
}

function describePlace(shape: readonly number[], selection: Selection, at: number): string {
  if (selection.kind === 'checksum') return describeSum(shape, selection, at);
  return describeElement(shape, selection.kind === 'whole' ? at : selection.indices[at]!);
}

function findOutput<T extends { name: string }>(outputs: readonly T[], name: string): T {
  const output = outputs.find((each) => each.name === name);
  if (output === undefined) throw new Error(`a gate names no output of its operation: ${name}`);
  return output;
}

function wrongResult(
  { operation, problem }: PlannedCase,
  { gate, output, detail }: GateResult,
  gates: readonly GateResult[],
): FailedCase {
  const name = `${gate[0]!.toUpperCase()}${gate.slice(1)} gate`;
  const where = operation.tensors(problem).outputs.length > 1 ? `${name}, ${output}` : name;
  const verification = { gates: [...gates] };
  return { ...failed('wrong-result', `${where}: ${detail}`), verification };
}

function askGate(
  references: References,
  planned: PlannedCase,
  gate: Gate,
): { ok: true; demand: Demand } | Failed {
  try {
    return { ok: true, demand: references.demand(planned, gate) };
  } catch (error) {
    // What typed arrays throw when the host has no memory left for one.
    if (!(error instanceof RangeError)) throw error;
    return failed('out-of-memory', `The reference does not fit in host memory: ${error.message}`);
  }
}

async function runOnce(
  { session, tunables }: LaunchContext,
  fill: Fill,
  timeoutMs: number,
): Promise<{ ok: true; sample: TimedSample } | Failed> {
  const filled = await session.ask({ do: 'fill', fill }, z.json(), tunables.prepareTimeoutMs);
  if (!filled.ok) return filled;
  const taken = await takeSamples(session, 1, 1, timeoutMs);
  return taken.ok ? { ok: true, sample: taken.samples[0] } : taken;
}

/** Has the worker write what `expectation` compares to a file, and reads the numbers from it. */
async function readBack(
  { session, tunables, folder }: LaunchContext,
  { record: { dataType } }: PlannedCase,
  { output, selection, expected }: Expectation,
): Promise<{ ok: true; values: ArrayLike<number> } | Failed> {
  const file = join(folder, 'output.bin');
  const request = { do: 'read' as const, output, selection, file };
  const answer = await session.ask(request, z.json(), tunables.prepareTimeoutMs);
  if (!answer.ok) return answer;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return failed('crash', `The worker's output cannot be read: ${String(error)}`);
  }
  await rm(file, { force: true });
  const isSums = selection.kind === 'checksum';
  const wanted = expected.length * (isSums ? 8 : dataTypeTraits(dataType).bytes);
  if (bytes.byteLength !== wanted) {
    return failed('crash', `The worker wrote ${bytes.byteLength} bytes of output, not ${wanted}.`);
  }
  return { ok: true, values: isSums ? decodeSums(bytes) : decodeElements(bytes, dataType) };
}
