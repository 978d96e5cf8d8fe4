import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
// oxlint-disable-next-line import/no-unassigned-import -- importing it registers the backend
import '@tensorflow/tfjs-backend-webgpu';
import {
  type Description,
  type Facts,
  type Fill,
  fillTensor,
  type Program,
  type Read,
  type Request,
  type Sampled,
  type Selection,
} from '@stackbench/model';
import { createChecksum, rest, restWhile, type Sink } from '@stackbench/runner-webgpu/worker-kit';
import { type LibraryCall, layOut, type PeerOperation } from './tfjs-operations.ts';

/** Obeys the line protocol's requests with TensorFlow.js. */
export interface TfjsSession {
  obey(request: Request, sink: Sink): Promise<Result>;
}
type Result = (Description & { clock: typeof clock }) | Sampled | Read | { buildNs: number } | null;

/** The host's clock: TensorFlow.js batches its submissions, so no timestamps can frame them. */
const clock = { name: 'performance.now', quantumNs: 1000, isHost: true };

export async function createTfjsSession(facts: Facts): Promise<TfjsSession> {
  // Small tensors would be computed on the CPU otherwise.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  await tf.setBackend('webgpu');
  const backend = tf.backend() as WebGPUBackend;
  let operation: PeerOperation | null = null;
  let inputs: tf.Tensor[] = [];
  let output: tf.Tensor | null = null;

  function release(): void {
    tf.dispose([...inputs, ...(output === null ? [] : [output])]);
    inputs = [];
    output = null;
  }

  function fill(peer: PeerOperation, how: Fill, keepOutput: boolean): void {
    if (keepOutput) tf.dispose(inputs);
    else release();
    inputs = peer.shapes.map((shape, at) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      return peer.arrange(at, tf.tensor(fillTensor(how, 'f32', at, length), [...shape]));
    });
  }

  async function takeSample(peer: PeerOperation, repetitions: number) {
    const start = performance.now();
    for (let at = 0; at < repetitions; at++) {
      output?.dispose();
      output = peer.run(inputs);
    }
    // What its own read-back does first; a sample spares the peer the read-back itself.
    backend.endComputePassEncoder();
    backend.submitQueue();
    // As patiently as our own worker: polling would take a core from a software adapter.
    await restWhile(backend.device.queue.onSubmittedWorkDone(), rest, 0);
    const ns = (performance.now() - start) * 1e6;
    return { deviceNs: ns, hostNs: ns };
  }

  async function obey(request: Request, sink: Sink): Promise<Result> {
    if (request.do === 'describe') return { protocol: 2, clock, facts };
    if (request.do === 'prepare') {
      release();
      operation = layOut(libraryCall(request.program));
      return { buildNs: 0 };
    }
    if (request.do === 'release') {
      release();
      return null;
    }
    if (operation === null) throw new Error("nothing is prepared: send 'prepare'");
    if (request.do === 'fill') {
      fill(operation, request.fill, request.keepOutputs === true);
      return null;
    }
    if (request.do === 'sample') {
      const samples = [];
      for (let at = 0; at < request.count; at++) {
        // Its outputs are made anew by each call.
        if (request.spoilLast === true && at === request.count - 1) {
          output?.dispose();
          output = null;
        }
        samples.push(await takeSample(operation, request.repetitions));
      }
      return { samples };
    }
    if (request.do !== 'read') throw new Error(`TensorFlow.js is not asked to ${request.do}`);
    if (output === null) throw new Error("there is no output: send 'sample'");
    const values = (await output.data()) as Float32Array<ArrayBuffer>;
    const { selection } = request;
    const chosen = select(values, selection);
    await sink(new Uint8Array(chosen.buffer, chosen.byteOffset, chosen.byteLength));
    return { overrunBytes: 0 };
  }

  return { obey };
}

function libraryCall({ passes }: Program): LibraryCall {
  const [pass] = passes;
  if (pass?.module.kind !== 'library') throw new Error('TensorFlow.js runs library calls only');
  return pass.module;
}

function select(
  values: Float32Array<ArrayBuffer>,
  selection: Selection,
): ArrayBufferView<ArrayBuffer> {
  if (selection.kind === 'whole') return values;
  if (selection.kind === 'elements') {
    return Float32Array.from(selection.indices, (index) => values[index] ?? NaN);
  }
  const checksum = createChecksum(selection, values.length);
  checksum.push(values);
  return new Float64Array(checksum.sums);
}
