import process from 'node:process';
import { create, globals } from 'webgpu';
import { type Handle, serve } from '@stackbench/runner-webgpu/worker-kit';
import type { Peer } from './peer.ts';
import { createPeerSession } from './peer-session.ts';

/** Serves the line protocol with a peer that finds dawn.node as it would find WebGPU in a page: on a global navigator. */
export async function servePeer(open: () => Promise<Peer>): Promise<never> {
  const gpu = create([]);
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu, userAgent: 'dawn.node' },
    configurable: true,
  });
  const session = createPeerSession(await open());
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
}
