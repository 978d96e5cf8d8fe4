// A worker in Deno, whose WebGPU implementation is wgpu.
import process from 'node:process';
import { createSession } from '../device/session.ts';
import { parseWorkerOptions } from './options.ts';
import { serve } from './serve.ts';
import { vulkanFacts } from './vulkan-facts.ts';

const { expectedAdapter, powerPreference } = parseWorkerOptions(process.argv.slice(2));
const session = createSession({
  gpu: navigator.gpu,
  powerPreference,
  expectedAdapter,
  facts: {
    implementation: 'Deno (wgpu)',
    implementationVersion: process.versions['deno'] ?? 'unknown',
    ...vulkanFacts(),
  },
});
await serve(session.handle);
session.close();
process.exit(0);
