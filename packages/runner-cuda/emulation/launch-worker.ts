// Builds the emulation's worker, unless it is there, and becomes it: the process that the engine starts.
//
//     node launch-worker.ts <cache> <order> <sanitizer> <architecture>
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { numberOf } from '@stackbench/programs';
import { buildEnvironment } from '../src/build/build-environment.ts';
import { buildWorker } from './build-worker.ts';
import { findHostCompiler } from './host-compiler.ts';
import { type Sanitizer, sanitizers } from './sanitizer.ts';

const [cache = '', order = '', sanitizer = 'none', architecture = ''] = process.argv.slice(2);
const compiler = await findHostCompiler(10_000);
if ('missing' in compiler) throw new Error(compiler.missing);
const worker = await buildWorker(compiler, sanitizer as Sanitizer, cache);
const args = {
  '--cache': join(worker.folder, 'kernels'),
  '--shim': join(import.meta.dirname, 'shim'),
  '--order': order,
  '--compiler': compiler.file,
};
// As nvcc does it: 800 for sm_80.
const target = `-D__CUDA_ARCH__=${numberOf(architecture)}0`;
const replies = process.env['STACKBENCH_REPLY_FD'] === undefined ? [] : (['inherit'] as const);
const child = spawn(worker.file, [...Object.entries(args).flat(), '--', ...worker.flags, target], {
  stdio: ['inherit', 'inherit', 'inherit', ...replies],
  env: { ...buildEnvironment(process.env), ...sanitizers[sanitizer as Sanitizer].env },
});
// How it ends is how this ends.
child.on('exit', (code, signal) => {
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = code ?? 1;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
