export * from './clock-facts.ts';
export { type Answer, failed, type Failed, withSaid, type WorkerFailure } from './answer.ts';
export { atExit } from './at-exit.ts';
export { type Described, describeWorker, withWorker } from './describe-worker.ts';
export type { Environment } from './environment.ts';
export { reapOrphans, reapTree } from './kill-tree.ts';
export { strangeKind } from './lock/strange-kind.ts';
export { type LockWords, refuseRival, takeLock } from './lock/take-lock.ts';
export { processVariables } from './marked-processes.ts';
export { mayName } from './may-name.ts';
export * from './runner.ts';
export { runTool, type ToolOptions, type ToolResult } from './run-tool.ts';
export { startProcess } from './start-process.ts';
export { startWorker, type Worker } from './start-worker.ts';
export { thisMachine } from './this-machine.ts';
export { excerpt, printable } from './tail.ts';
export {
  checkTemporaryFolder,
  makeTemporaryFolder,
  sweepTemporaryFolders,
} from './temporary-folder.ts';
export {
  adviseLonger,
  givenSeconds,
  secondsRange,
  timeLimitMs,
  timeoutVariable,
} from './time-limits.ts';
export type { WorkerCommand } from './worker-command.ts';
