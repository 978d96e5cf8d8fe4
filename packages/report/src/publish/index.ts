export { digestRun, type RunDigest } from '../analysis/publication/digest.ts';
export { bundleClient, type ClientBundle } from './bundle-client.ts';
export type { Surroundings } from './privacy/secrets.ts';
export { type PublishOptions, renderPublication } from './publish.ts';
