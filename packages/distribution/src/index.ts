export { buildBundle, type BundleOptions, type Extra, extras } from './bundle/build-bundle.ts';
export { choosePlatform } from './bundle/platform.ts';
export { buildPackage } from './package/build-package.ts';
