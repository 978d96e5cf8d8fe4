export * from '../emulation/emulated-runner.ts';
export * from './build-program.ts';
export * from './cache-folder.ts';
