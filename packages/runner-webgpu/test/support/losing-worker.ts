// A worker on dawn.node whose device is destroyed under it by a fill with the seed 666.
import process from 'node:process';
import { create, globals } from 'webgpu';
import { createSession } from '../../src/device/session.ts';
import { serve } from '../../src/worker/serve.ts';

Object.assign(globalThis, globals);
const dawn = create([]);
let device: GPUDevice | null = null;
const gpu = {
  requestAdapter: async () => {
    const adapter = await dawn.requestAdapter();
    const requestDevice = adapter!.requestDevice.bind(adapter);
    adapter!.requestDevice = async (descriptor) => (device = await requestDevice(descriptor));
    return adapter;
  },
} as unknown as GPU;
const session = createSession({
  gpu,
  powerPreference: 'high-performance',
  facts: {},
  expectedAdapter: null,
});
await serve(async (request, sink) => {
  if (request.do === 'fill' && request.fill.seed === 666) device?.destroy();
  return session.handle(request, sink);
});
process.exit(0);
