/** What a worker in another package builds on. */
export { createChecksum } from './device/checksum.ts';
export type { Sink } from './device/read.ts';
export { restWhile } from './device/rest-while.ts';
export { rest } from './worker/rest.ts';
export { type Handle, serve } from './worker/serve.ts';
