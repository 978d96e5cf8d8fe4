import {
  type Description,
  fillTensor,
  type Program,
  type Read,
  type Request,
  type Sampled,
  type Selection,
} from '@stackbench/model';
import { stateFacts } from '@stackbench/model/facts';
import { createChecksum, type Sink } from '@stackbench/runner-webgpu/worker-kit';
import type { LibraryCall, Peer, PeerCall } from './peer.ts';

/** Obeys the line protocol's requests with a peer. */
export interface PeerSession {
  obey(request: Request, sink: Sink): Promise<Result>;
}
type Result = (Description & { clock: typeof clock }) | Sampled | Read | { buildNs: number } | null;

/** The host's clock: peers batch their submissions, so no timestamps can frame them. */
const clock = { name: 'performance.now', quantumNs: 1000, isHost: true };

export function createPeerSession(peer: Peer): PeerSession {
  let call: PeerCall | null = null;

  async function obey(request: Request, sink: Sink): Promise<Result> {
    if (request.do === 'describe') return { protocol: 2, clock, facts: stateFacts(peer.facts) };
    if (request.do === 'prepare' || request.do === 'release') {
      await call?.release();
      call = null;
      if (request.do === 'release') return null;
      call = peer.prepare(libraryCall(request.program));
      return { buildNs: 0 };
    }
    if (call === null) throw new Error("nothing is prepared: send 'prepare'");
    if (request.do === 'fill') {
      if (request.keepOutputs !== true) call.spoil();
      await call.fill(
        call.shapes.map((shape, at) =>
          fillTensor(
            request.fill,
            'f32',
            at,
            shape.reduce((product, extent) => product * extent, 1),
          ),
        ),
      );
      return null;
    }
    if (request.do === 'sample') {
      const samples = [];
      for (let at = 0; at < request.count; at++) {
        // Its outputs are made anew by each call.
        if (request.spoilLast === true && at === request.count - 1) call.spoil();
        samples.push(await takeSample(call, request.repetitions));
      }
      return { samples };
    }
    if (request.do !== 'read') throw new Error(`a peer is not asked to ${request.do}`);
    const values = await call.read();
    if (values === null) throw new Error("there is no output: send 'sample'");
    const chosen = select(values, request.selection);
    await sink(new Uint8Array(chosen.buffer, chosen.byteOffset, chosen.byteLength));
    return { overrunBytes: 0 };
  }

  return { obey };
}

async function takeSample(call: PeerCall, repetitions: number) {
  const start = performance.now();
  // One after the other, as a page would call it.
  for (let at = 0; at < repetitions; at++) await call.run();
  await call.finish();
  const ns = (performance.now() - start) * 1e6;
  return { deviceNs: ns, hostNs: ns };
}

function libraryCall({ passes }: Program): LibraryCall {
  const [pass] = passes;
  if (pass?.module.kind !== 'library') throw new Error('a peer runs library calls only');
  return pass.module;
}

function select(
  values: Float32Array<ArrayBuffer>,
  selection: Selection,
): ArrayBufferView<ArrayBuffer> {
  if (selection.kind === 'whole') return values;
  if (selection.kind === 'elements') {
    return Float32Array.from(selection.indices, (index) => values[index] ?? NaN);
  }
  const checksum = createChecksum(selection, values.length);
  checksum.push(values);
  return new Float64Array(checksum.sums);
}
