import { pathToFileURL } from 'node:url';
import { rest, restWhile } from '@stackbench/runner-webgpu/worker-kit';
import { encodeModel, type OnnxTensor } from './onnx-model.ts';
import { onnxruntimeModule } from './onnxruntime-install.ts';
import { modelOf } from './onnxruntime-operations.ts';
import type { LibraryCall, Peer, PeerCall } from './peer.ts';

/** What is used of onnxruntime-web: it is no dependency of the workspace, so its types are not there. */
interface OnnxRuntime {
  env: {
    versions: { web: string };
    wasm: { numThreads: number };
    webgpu: { device: Promise<GPUDevice> };
  };
  InferenceSession: {
    create(
      model: Uint8Array,
      options: { executionProviders: string[]; preferredOutputLocation: 'gpu-buffer' },
    ): Promise<OnnxSession>;
  };
  Tensor: {
    fromGpuBuffer(
      buffer: GPUBuffer,
      options: { dataType: 'float32'; dims: readonly number[] },
    ): OnnxValue;
  };
}
interface OnnxSession {
  run(feeds: Record<string, OnnxValue>): Promise<Record<string, OnnxValue>>;
  release(): Promise<void>;
}
interface OnnxValue {
  getData(): Promise<Float32Array<ArrayBuffer>>;
  dispose(): void;
}

/** ONNX Runtime Web with its WebGPU backend. */
export async function openOnnxruntime(): Promise<Peer> {
  const runtime = (await import(pathToFileURL(onnxruntimeModule()).href)) as OnnxRuntime;
  runtime.env.wasm.numThreads = 1;
  return {
    facts: { implementation: 'onnxruntime-web', implementationVersion: runtime.env.versions.web },
    prepare: (call) => prepare(runtime, call),
  };
}

function prepare(runtime: OnnxRuntime, call: LibraryCall): PeerCall {
  const operation = modelOf(call);
  let session: OnnxSession | null = null;
  let device: GPUDevice | null = null;
  let buffers: GPUBuffer[] = [];
  let feeds: Record<string, OnnxValue> = {};
  let output: OnnxValue | null = null;

  function spoil(): void {
    output?.dispose();
    output = null;
  }

  function upload({ name, shape }: OnnxTensor, numbers: Float32Array): [string, OnnxValue] {
    const buffer = device!.createBuffer({
      label: name,
      // What it demands of buffers that it is given.
      size: Math.ceil(numbers.byteLength / 16) * 16,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC,
    });
    buffers.push(buffer);
    device!.queue.writeBuffer(buffer, 0, numbers);
    return [name, runtime.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims: shape })];
  }

  /** In this order: once no session is left, an output cannot be disposed of. */
  async function release(): Promise<void> {
    spoil();
    await session?.release();
    session = null;
    for (const buffer of buffers) buffer.destroy();
    buffers = [];
  }

  return {
    shapes: operation.shapes,
    fill: async (numbers) => {
      const graph = operation.graph(numbers);
      const opened = await runtime.InferenceSession.create(encodeModel(graph), {
        executionProviders: ['webgpu'],
        preferredOutputLocation: 'gpu-buffer',
      });
      // Not before: with its last session it closes the device, and forgets what it has compiled.
      await release();
      session = opened;
      // It opens the device with the first session.
      device = await runtime.env.webgpu.device;
      feeds = Object.fromEntries(graph.inputs.map((input, at) => upload(input, numbers[at]!)));
    },
    run: async () => {
      if (session === null) throw new Error("there are no inputs: send 'fill'");
      output?.dispose();
      const results = await session.run(feeds);
      output = Object.values(results)[0] ?? null;
    },
    finish: () => restWhile(device!.queue.onSubmittedWorkDone(), rest, 0),
    read: () => output?.getData() ?? null,
    spoil,
    release,
  };
}
