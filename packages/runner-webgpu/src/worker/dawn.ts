// A worker on dawn.node, Chromium's WebGPU implementation without a browser.
import { createRequire } from 'node:module';
import process from 'node:process';
import { create, globals } from 'webgpu';
import { createSession } from '../device/session.ts';
import { listAdapters } from './list-adapters.ts';
import { parseWorkerOptions } from './options.ts';
import { rest } from './rest.ts';
import { serve } from './serve.ts';
import { vulkanFacts } from './vulkan-facts.ts';

// Timestamps are rounded to 65 µs otherwise. Subgroup matrices count as unsafe while experimental.
const toggles = [
  'disable-dawn-features=timestamp_quantization',
  'enable-dawn-features=allow_unsafe_apis',
];

const { version } = createRequire(import.meta.url)('webgpu/package.json') as { version: string };
const { expectedAdapter, powerPreference } = parseWorkerOptions(process.argv.slice(2));
Object.assign(globalThis, globals);
// Told while stacks are searched for; a launch knows which one it wants.
const offered = expectedAdapter === null ? await listAdapters() : [];
const session = createSession({
  gpu: create(toggles),
  powerPreference,
  expectedAdapter,
  offered,
  rest,
  facts: { implementation: 'dawn.node', implementationVersion: version, toggles, ...vulkanFacts() },
});
await serve(session.handle);
session.close();
// Node would wait for ever: Dawn keeps its event loop busy.
process.exit(0);
