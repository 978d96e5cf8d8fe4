// A worker that computes with TensorFlow.js's WebGPU backend on dawn.node.
import { createRequire } from 'node:module';
import process from 'node:process';
import { create, globals } from 'webgpu';
import { type Handle, serve } from '@stackbench/runner-webgpu/worker-kit';

// Like a page: TensorFlow.js looks for WebGPU on a global navigator, as soon as it is imported.
const gpu = create([]);
Object.assign(globalThis, globals);
Object.defineProperty(globalThis, 'navigator', {
  value: { gpu, userAgent: 'dawn.node' },
  configurable: true,
});
const { createTfjsSession } = await import('./tfjs-session.ts');
const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-core/package.json') as {
  version: string;
};
const session = await createTfjsSession({ implementation: 'tfjs', implementationVersion: version });

const handle: Handle = async (request, sink) => {
  try {
    return { ok: true, result: await session.obey(request, sink) };
  } catch (error) {
    return { ok: false, failure: { status: 'crash', message: String(error), fatal: false } };
  }
};
await serve(handle);
// Node would wait for ever: Dawn keeps its event loop busy.
process.exit(0);
