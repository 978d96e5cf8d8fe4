export { digestRun, type RunDigest } from '../analysis/publication/digest.ts';
export { slimOutcome } from '../analysis/publication/slim-outcome.ts';
export { bundleClient, type ClientBundle, provideClient } from './provide-client.ts';
export type { Finding } from './privacy/scan.ts';
export { findTokensInTexts, type PlacedText } from './privacy/find-tokens.ts';
export { findPrivateInTexts, listTexts } from './privacy/run-texts.ts';
export { listSought, type SoughtSecret } from './privacy/sought-secrets.ts';
export { type PublishOptions, refusePrivate, renderPublication } from './publish.ts';
