export { createMask, type Mask } from './mask.ts';
export { listDisguises } from './disguises.ts';
export { listSecrets, type Secret, type Surroundings } from './secrets.ts';
export { type Shape, shapes } from './shapes.ts';
export { findTokens, type FoundToken } from './tokens.ts';
