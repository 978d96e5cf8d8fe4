import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
// oxlint-disable-next-line import/no-unassigned-import -- importing it registers the backend
import '@tensorflow/tfjs-backend-webgpu';
import { rest, restWhile } from '@stackbench/runner-webgpu/worker-kit';
import type { LibraryCall, Peer, PeerCall } from './peer.ts';
import { layOut } from './tfjs-operations.ts';

/** TensorFlow.js and its WebGPU backend. */
export async function openTfjs(): Promise<Peer> {
  // Small tensors would be computed on the CPU otherwise.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  await tf.setBackend('webgpu');
  const backend = tf.backend() as WebGPUBackend;
  const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-core/package.json') as {
    version: string;
  };
  return {
    facts: { implementation: 'tfjs', implementationVersion: version },
    prepare: (call) => prepare(backend, call),
  };
}

function prepare(backend: WebGPUBackend, call: LibraryCall): PeerCall {
  const operation = layOut(call);
  let inputs: tf.Tensor[] = [];
  let output: tf.Tensor | null = null;

  function spoil(): void {
    output?.dispose();
    output = null;
  }

  return {
    shapes: operation.shapes,
    fill: async (numbers) => {
      tf.dispose(inputs);
      inputs = operation.shapes.map((shape, at) =>
        operation.arrange(at, tf.tensor(numbers[at]!, [...shape])),
      );
    },
    run: () => {
      output?.dispose();
      output = operation.run(inputs);
    },
    finish: () => {
      // What its own read-back does first; a sample spares the peer the read-back itself.
      backend.endComputePassEncoder();
      backend.submitQueue();
      // As patiently as our own worker: polling would take a core from a software adapter.
      return restWhile(backend.device.queue.onSubmittedWorkDone(), rest, 0);
    },
    read: () => (output === null ? null : (output.data() as Promise<Float32Array<ArrayBuffer>>)),
    spoil,
    release: () => {
      tf.dispose(inputs);
      inputs = [];
      spoil();
    },
  };
}
