import type { WorkerCommand } from '@stackbench/workers';
import { withoutOverriding } from '@stackbench/stacks';
import type { NativeWorker } from './build/compile-worker.ts';
import type { Toolkit } from './discover/toolkit.ts';

/** How to start a toolkit's worker. Its libraries find each other beside themselves. */
export function nativeCommand(
  { cublas, cublasLt, cudnn }: Pick<Toolkit, 'cublas' | 'cublasLt' | 'cudnn'>,
  { file, helpers }: NativeWorker,
): WorkerCommand {
  return {
    file,
    args: [
      '--helpers',
      helpers,
      ...(cublas === null ? [] : ['--cublas', cublas.file]),
      ...(cublasLt === null ? [] : ['--cublaslt', cublasLt.file]),
      ...(cudnn === null ? [] : ['--cudnn', cudnn.file]),
    ],
    env: {
      ...withoutOverriding,
      // The order of nvidia-smi, which told what GPU to build for.
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
    },
    replies: 'fd3',
  };
}
