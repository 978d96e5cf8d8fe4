export { compareRuns, type RunComparison } from '../analysis/compare-runs.ts';
export { compareStacks, type CompareOptions, type StackOfRun } from '../analysis/compare-stacks.ts';
export type {
  ComparedCase,
  ComparedStack,
  Comparison,
  ControlFinding,
  LeftOut,
  LeftOutCause,
} from '../analysis/comparison.ts';
export type { FactDifference, FactValue } from '../analysis/facts.ts';
export { renderComparison, type RenderComparisonOptions } from './render-comparison.ts';
export { renderRunComparison } from './render-run-comparison.ts';
export { summarizeComparison } from './summary-sentence.ts';
