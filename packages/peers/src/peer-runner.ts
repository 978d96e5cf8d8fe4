import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runner, RunnableStack } from '@stackbench/workers';
import { buildLibraryProgram } from '@stackbench/programs';
import { hasOnnxruntime } from './onnxruntime-install.ts';

const dawn = 'webgpu:dawn/';

/** A library with a WebGPU backend. */
interface PeerLibrary {
  /** Second part of its stacks' ids. */
  name: string;
  title: string;
  worker: URL;
}

const tfjs: PeerLibrary = {
  name: 'tfjs',
  title: 'TensorFlow.js',
  worker: new URL('tfjs-worker.ts', import.meta.url),
};
const onnxruntime: PeerLibrary = {
  name: 'onnxruntime',
  title: 'ONNX Runtime Web',
  worker: new URL('onnxruntime-worker.ts', import.meta.url),
};

/** Those that are installed. */
export const peers: readonly PeerLibrary[] = hasOnnxruntime() ? [tfjs, onnxruntime] : [tfjs];

/**
 * `webgpu` with twins beside each stack of dawn.node: a library of others in the same implementation, on
 * the same adapter. A twin computes the variant `library` and nothing else.
 */
export function withPeers(webgpu: Runner): Runner {
  return {
    kind: 'webgpu',
    discover: async (options) => {
      const found = await webgpu.discover(options);
      return found.flatMap(({ stack, driver }) =>
        driver !== null && stack.id.startsWith(dawn)
          ? [{ stack, driver }, ...peers.map((peer) => twinOf({ stack, driver }, peer))]
          : [{ stack, driver }],
      );
    },
  };
}

function twinOf(
  { stack, driver: { command } }: RunnableStack,
  { name, title, worker }: PeerLibrary,
): RunnableStack {
  const id = stack.id.replace(dawn, `webgpu:${name}/`);
  return {
    stack: { ...stack, id, computes: ['library'], facts: {} },
    driver: {
      // What stands before dawn.node's worker starts it, such as a loader; its own options are not read.
      command: {
        ...command,
        args: command.args.map((arg) =>
          basename(arg) === 'dawn.ts' ? fileURLToPath(worker) : arg,
        ),
      },
      program: async (request) => {
        const { plan, dataType } = request;
        if (plan.library === undefined) return { unsupported: `${title} runs its own kernels` };
        if (dataType !== 'f32') return { unsupported: `${title} is asked for f32` };
        return buildLibraryProgram(plan.library, request, ['library']);
      },
    },
  };
}
