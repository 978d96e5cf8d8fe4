export { buildPackage } from './package/build-package.ts';
