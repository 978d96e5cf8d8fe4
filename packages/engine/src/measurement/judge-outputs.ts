import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  dataTypeTraits,
  type Demand,
  type Expectation,
  type Gate,
  type GateResult,
  readSchema,
  type Selection,
} from '@stackbench/model';
import { failed, type Failed } from '@stackbench/workers';
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
import { prepareTimeoutMs } from './prepare-timeout.ts';

/** Reads the outputs back, of the set that was written last, and has the gate judge them. */
export async function judgeOutputs(
  launch: LaunchContext,
  planned: PlannedCase,
  gate: Gate,
  { expectations }: Demand,
): Promise<{ ok: true; gates: GateResult[] } | Failed> {
  const gates: GateResult[] = [];
  for (const expectation of expectations) {
    const output = await readBack(launch, planned, expectation);
    if (!output.ok) return output;
    gates.push(judgeOutput(planned, gate, expectation, output));
  }
  return { ok: true, gates };
}

function judgeOutput(
  { operation, problem }: PlannedCase,
  gate: Gate,
  expectation: Expectation,
  { values, overrunBytes }: ReadOutput,
): GateResult {
  const { output, selection } = expectation;
  const { shape } = findOutput(operation.tensors(problem).outputs, output);
  const finding = judge(expectation, values, (at, got, expected) =>
    describeMismatch(describePlace(shape, selection, at), got, expected),
  );
  const result = { gate: gate.name, output, ...finding };
  if (overrunBytes === 0) return result;
  const detail = `${overrunBytes} bytes behind the end of '${output}' were written`;
  return { ...result, passed: false, detail: finding.detail ?? detail };
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

/** The outcome of a case that a gate has refused. */
export function wrongResult(
  { operation, problem }: PlannedCase,
  { gate, output, detail }: GateResult,
  gates: readonly GateResult[],
): FailedCase {
  const name = `${gate[0]!.toUpperCase()}${gate.slice(1)} gate`;
  const where = operation.tensors(problem).outputs.length > 1 ? `${name}, ${output}` : name;
  const verification = { gates: [...gates] };
  return { ...failed('wrong-result', `${where}: ${detail}`), verification };
}

/** What a gate demands, or that the host has no memory for it. */
export function askGate(
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

/** What came back of an output. */
interface ReadOutput {
  values: ArrayLike<number>;
  /** Bytes that were written behind its end. */
  overrunBytes: number;
}

/** A worker says what, and not where. */
function nameFullFolder(failure: Failed, folder: string): Failed {
  if (!/ENOSPC|EDQUOT|no space left|quota exceeded/i.test(failure.reason)) return failure;
  const advice = `The temporary folder ${dirname(folder)} is full: make room there, or set TMPDIR.`;
  return { ...failure, reason: `${failure.reason.replace(/\.$/, '')}. ${advice}` };
}

/** Has the worker write what `expectation` compares to a file, and reads the numbers from it. */
async function readBack(
  { session, tunables, folder }: LaunchContext,
  planned: PlannedCase,
  { output, selection, expected }: Expectation,
): Promise<({ ok: true } & ReadOutput) | Failed> {
  const file = join(folder, 'output.bin');
  const request = { do: 'read' as const, output, selection, file };
  const answer = await session.ask(request, readSchema, prepareTimeoutMs(tunables, planned));
  if (!answer.ok) return nameFullFolder(answer, folder);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return failed('crash', `The worker's output cannot be read: ${String(error)}`);
  }
  await rm(file, { force: true });
  const { dataType } = planned.record;
  const isSums = selection.kind === 'checksum';
  const wanted = expected.length * (isSums ? 8 : dataTypeTraits(dataType).bytes);
  if (bytes.byteLength !== wanted) {
    return failed('crash', `The worker wrote ${bytes.byteLength} bytes of output, not ${wanted}.`);
  }
  const values = isSums ? decodeSums(bytes) : decodeElements(bytes, dataType);
  return { ok: true, values, overrunBytes: answer.result.overrunBytes };
}
