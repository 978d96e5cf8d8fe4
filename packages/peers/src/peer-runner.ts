import { fileURLToPath } from 'node:url';
import type { Runner } from '@stackbench/workers';
import type { Stack } from '@stackbench/model';
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
      const stacks = await webgpu.discover(options);
      const hosts = stacks.filter(({ id, available }) => id.startsWith(dawn) && available);
      return [...stacks, ...hosts.map((host) => twinOf(host))];
    },
    command: (stack) => {
      if (!stack.id.startsWith(prefix)) return webgpu.command(stack);
      const host = webgpu.command({ ...stack, id: stack.id.replace(prefix, dawn) });
      return { ...host, args: [fileURLToPath(new URL('tfjs-worker.ts', import.meta.url))] };
    },
    program: async (stack, request) => {
      const { plan, dataType } = request;
      if (!stack.id.startsWith(prefix)) return webgpu.program(stack, request);
      if (plan.library === undefined) return { unsupported: 'TensorFlow.js runs its own kernels' };
      if (dataType !== 'f32') return { unsupported: 'TensorFlow.js computes in f32' };
      return buildLibraryProgram(plan.library, request, ['library']);
    },
  };
}

function twinOf({ id, ...host }: Stack): Stack {
  return { ...host, id: id.replace(dawn, prefix), facts: {} };
}
