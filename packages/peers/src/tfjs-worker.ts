// A worker that computes with TensorFlow.js's WebGPU backend on dawn.node.
import { servePeer } from './serve-peer.ts';

// TensorFlow.js looks for WebGPU as soon as it is imported.
await servePeer(async () => (await import('./tfjs-peer.ts')).openTfjs());
