import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataType, type Fill, type Selection, type Verification } from '@stackbench/model';
import { dataTypeTraits } from '@stackbench/model';
import { z } from 'zod';
import type { PlannedCase } from '../plan.ts';
import { decodeElements, decodeSums } from '../verification/decode.ts';
import {
  describeElement,
  describeMismatch,
  describeSum,
} from '../verification/describe-element.ts';
import { judgeExact } from '../verification/exact-gate.ts';
import { judgeRandom } from '../verification/random-gate.ts';
import type { References } from '../verification/references.ts';
import { failed, type Failed } from '@stackbench/workers';
import type { LaunchContext } from './context.ts';
import type { FailedCase } from './failed-case.ts';
import { type TimedSample, takeSamples } from './take-samples.ts';

export interface VerifiedCase {
  ok: true;
  verification: Verification;
  /** The first execution, and the one of the random gate: one repetition each. */
  runs: [TimedSample, TimedSample];
}

/** Runs the built case on both fills and judges its outputs; leaves the random fill in place. */
export async function verifyCase(
  launch: LaunchContext,
  planned: PlannedCase,
  timeoutMs: number,
): Promise<VerifiedCase | FailedCase> {
  const { references } = launch;
  const { operation, problem, record } = planned;
  const { shape } = operation.tensors(problem).output;
  launch.onPhase('verify');

  const computed = computeReferences(references, planned);
  if (!computed.ok) return computed;
  const { exact, random } = computed;
  const { selection } = exact;
  const type = selection.kind === 'whole' ? record.dataType : 'sums';
  const integers = await runOnce(launch, exact.fill, timeoutMs);
  if (!integers.ok) return integers;
  const output = await readBack(launch, selection, type, exact.expected.length);
  if (!output.ok) return output;
  const exactGate = judgeExact(exact, output.values, (i, value, expected) =>
    describeMismatch(
      selection.kind === 'whole' ? describeElement(shape, i) : describeSum(shape, selection, i),
      value,
      expected,
    ),
  );
  if (!exactGate.passed) {
    const verification = { exact: exactGate, random: null };
    return { ...failed('wrong-result', `Exact gate: ${exactGate.detail}`), verification };
  }

  const indices = [...random.indices];
  const reals = await runOnce(launch, random.fill, timeoutMs);
  if (!reals.ok) return reals;
  const elements = await readBack(
    launch,
    { kind: 'elements', indices },
    record.dataType,
    indices.length,
  );
  if (!elements.ok) return elements;
  const tolerance = operation.tolerances[record.dataType];
  const randomGate = judgeRandom(random, elements.values, tolerance, (i, value, expected) =>
    describeMismatch(describeElement(shape, i), value, expected),
  );
  const verification = { exact: exactGate, random: randomGate };
  if (!randomGate.passed) {
    return { ...failed('wrong-result', `Random gate: ${randomGate.detail}`), verification };
  }
  return { ok: true, verification, runs: [integers.run, reals.run] };
}

function computeReferences(references: References, planned: PlannedCase) {
  try {
    const [exact, random] = [references.exact(planned), references.random(planned)];
    return { ok: true as const, exact, random };
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
): Promise<{ ok: true; run: TimedSample } | Failed> {
  const filled = await session.ask({ do: 'fill', fill }, z.json(), tunables.prepareTimeoutMs);
  if (!filled.ok) return filled;
  const taken = await takeSamples(session, 1, 1, timeoutMs);
  return taken.ok ? { ok: true, run: taken.samples[0] } : taken;
}

/** Has the worker write part of the output to a file, and reads `count` numbers from it. */
async function readBack(
  { session, tunables, folder }: LaunchContext,
  selection: Selection,
  type: DataType | 'sums',
  count: number,
): Promise<{ ok: true; values: ArrayLike<number> } | Failed> {
  const file = join(folder, 'output.bin');
  const request = { do: 'read' as const, selection, file };
  const answer = await session.ask(request, z.json(), tunables.prepareTimeoutMs);
  if (!answer.ok) return answer;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    return failed('crash', `The worker's output cannot be read: ${String(error)}`);
  }
  await rm(file, { force: true });
  const expected = count * (type === 'sums' ? 8 : dataTypeTraits(type).bytes);
  if (bytes.byteLength !== expected) {
    return failed(
      'crash',
      `The worker wrote ${bytes.byteLength} bytes of output, not ${expected}.`,
    );
  }
  return { ok: true, values: type === 'sums' ? decodeSums(bytes) : decodeElements(bytes, type) };
}
