export { type Answer, failed, type Failed } from './answer.ts';
export type { Environment } from './environment.ts';
export { cookieVariable, killTree } from './kill-tree.ts';
export { findMarked, killMarked } from './marked-processes.ts';
export { excerpt } from './parse-reply.ts';
export * from './runner.ts';
export { runTool, type ToolOptions, type ToolResult } from './run-tool.ts';
export { startWorker, type Worker } from './start-worker.ts';
export { printable } from './tail.ts';
