import { fileURLToPath } from 'node:url';
import type { Runner, RunnableStack } from '@stackbench/workers';
import { buildLibraryProgram } from '@stackbench/programs';

const prefix = 'webgpu:tfjs/';
const dawn = 'webgpu:dawn/';

/**
 * `webgpu` with a twin beside each stack of dawn.node: TensorFlow.js in the same implementation, on
 * the same adapter. The twin computes the variant `library` and nothing else.
 */
export function withPeers(webgpu: Runner): Runner {
  return {
    kind: 'webgpu',
    discover: async (options) => {
      const found = await webgpu.discover(options);
      return found.flatMap(({ stack, driver }) =>
        driver !== null && stack.id.startsWith(dawn)
          ? [{ stack, driver }, twinOf({ stack, driver })]
          : [{ stack, driver }],
      );
    },
  };
}

function twinOf({ stack, driver: { command } }: RunnableStack): RunnableStack {
  return {
    stack: { ...stack, id: stack.id.replace(dawn, prefix), computes: ['library'], facts: {} },
    driver: {
      command: { ...command, args: [fileURLToPath(new URL('tfjs-worker.ts', import.meta.url))] },
      program: async (request) => {
        const { plan, dataType } = request;
        if (plan.library === undefined) {
          return { unsupported: 'TensorFlow.js runs its own kernels' };
        }
        if (dataType !== 'f32') return { unsupported: 'TensorFlow.js computes in f32' };
        return buildLibraryProgram(plan.library, request, ['library']);
      },
    },
  };
}
