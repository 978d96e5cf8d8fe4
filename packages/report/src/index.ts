export { adviseOnRun, type Advice } from './advice.ts';
export { quoteWord } from './bench-command.ts';
export * from './compare/index.ts';
export { count, formatDuration, formatThroughput } from './numbers.ts';
export { renderRun, type RenderOptions } from './render-run.ts';
export { createPaint, type Paint } from './style.ts';
export {
  type CaseSummary,
  failingStatuses,
  type Measured,
  summarizeRun,
} from './analysis/summary.ts';
export { rankRun } from './analysis/stack-ranking/stack-ranking.ts';
export { statusWords } from './table-notes.ts';
export { escapeControl, hang, padEnd, textWidth, truncate, wrap } from './text.ts';
export * from './publish/index.ts';
