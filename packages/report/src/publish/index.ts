export { digestRun, type RunDigest } from '../analysis/publication/digest.ts';
export { bundleClient, type ClientBundle, provideClient } from './provide-client.ts';
export type { Finding } from './privacy/scan.ts';
export { findTokens, type PlacedText } from './privacy/find-tokens.ts';
export { findPrivateInTexts, listTexts } from './privacy/run-texts.ts';
export { listSecrets, type Surroundings } from './privacy/secrets.ts';
export { type PublishOptions, refusePrivate, renderPublication } from './publish.ts';
