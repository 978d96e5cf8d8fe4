export * from './interval.ts';
export * from './median-interval.ts';
export { median } from './median.ts';
