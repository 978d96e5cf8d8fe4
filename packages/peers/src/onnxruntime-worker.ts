// A worker that computes with ONNX Runtime Web's WebGPU backend on dawn.node.
import { servePeer } from './serve-peer.ts';

await servePeer(async () => (await import('./onnxruntime-peer.ts')).openOnnxruntime());
