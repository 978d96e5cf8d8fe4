export * from './false-discovery.ts';
export * from './geometric-mean.ts';
export * from './interval.ts';
export * from './judgement.ts';
export * from './log-ratio.ts';
export * from './median-interval.ts';
export { median } from './median.ts';
export * from './verdict.ts';
