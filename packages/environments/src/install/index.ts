export { installEnvironments } from './install-environments.ts';
export { installToolkits } from './install-toolkits.ts';
export { installOnce } from '../managers/install-once.ts';
export { runStep } from '../managers/run-step.ts';
export { providePatchelf, provideUv } from '../managers/tools.ts';
export { compilersCache, installCompilers } from './install-compilers.ts';
