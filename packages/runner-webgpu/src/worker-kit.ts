/** What a worker in another package builds on. */
export { createChecksum } from './device/checksum.ts';
export type { Sink } from './device/read.ts';
export { type Handle, serve } from './worker/serve.ts';
