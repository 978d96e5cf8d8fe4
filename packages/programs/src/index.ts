export { buildLibraryProgram } from './build-library-program.ts';
export {
  chooseTarget,
  type CudaTarget,
  isMadeByDriver,
  namesOneArchitecture,
  numberOf,
} from './cuda/architecture.ts';
export { buildCudaProgram } from './cuda/build-cuda-program.ts';
export {
  type BuildResult,
  checkArchitectures,
  type BuildOptions,
  type CompilerBuild,
  type CountPasses,
  type KernelBuild,
  type KernelCase,
  kernelCasesOf,
  type KernelJob,
  listKernelJobs,
  type ReportTools,
  withoutSource,
  usualArchitectures,
} from './cuda/kernel-builds.ts';
export { programTensors } from './program-tensors.ts';
export { type KernelResources, parsePtxasReport } from './cuda/ptxas-report.ts';
export type { MainLoop } from './cuda/static/main-loop.ts';
export { reportOn, type StaticReport } from './cuda/static/report-on.ts';
export type { PassCount, SharedPasses } from './cuda/static/shared-passes.ts';
export { digestProgram } from './digest-program.ts';
export { kernelsRoot } from '@stackbench/kernels';
export { buildWgslProgram } from './wgsl/build-wgsl-program.ts';
